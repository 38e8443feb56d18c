// What `treeline/slim` can be told to bring.
export {
  registerCaller,
  registerConversions,
  registerStreams,
  registerStrftime,
  registerStyle,
  registerTraceback,
  type StyleClass,
} from '@treeline/core/bare'
