// Python's module `logging.config`, as far as it is the same on every platform.
export {
  type ClassSignature,
  dictConfig,
  type DictConfig,
  DictConfigurator,
  registerClass,
  registerObject,
} from '@treeline/core/config'
