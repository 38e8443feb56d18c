// What `treeline/slim` can be told to bring.
export { registerCallers, registerConversions, registerGroups, registerStrftime } from '@treeline/core/full'
