// What `treeline/slim` can be told to bring.
export {
  registerCaller,
  registerStrftime,
  registerStyle,
  registerTraceback,
  type StyleClass,
} from '@treeline/core/bare'
