// Python's module `logging.config`: what is the same on every platform.
export {
  BaseConfigurator,
  type ClassSignature,
  type ConfiguratorClass,
  type ConfiguratorOptions,
  dictConfig,
  type DictConfig,
  type DictConfigParts,
  DictConfigurator,
  getDictConfigClass,
  type LoggerConfig,
  registerClass,
  registerObject,
  type Resolver,
  setDictConfigClass,
  valid_ident,
} from '@treeline/core/config'
