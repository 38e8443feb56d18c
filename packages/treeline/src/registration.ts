// What `treeline/slim` can be told to bring.
export { registerCallers, registerStrftime } from '@treeline/core/full'
