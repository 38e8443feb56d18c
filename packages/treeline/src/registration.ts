// What `treeline/slim` can be told to bring.
export {
  registerCaller,
  registerConversions,
  registerStrftime,
  registerStyle,
  registerTraceback,
  type StyleClass,
} from '@treeline/core/bare'
