// The optional parts of `treeline/slim`, which an application registers.
export { registerCallers, registerConversions, registerGroups, registerStrftime } from '@treeline/core/full'
