// What `treeline/slim` can be told to bring.
export {
  registerCaller,
  registerConversions,
  registerStreams,
  registerStrftime,
  registerStyle,
  type StyleClass,
} from '@treeline/core/bare'
