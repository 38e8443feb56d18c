export {
  BaseConfigurator,
  ClassSignature,
  ConfigGetOptions,
  ConfigParser,
  ConfigParserError,
  ConfiguratorClass,
  ConfiguratorOptions,
  DictConfig,
  DictConfigParts,
  DictConfigurator,
  FileConfigOptions,
  LoggerConfig,
  Resolver,
  TextSource,
  dictConfig,
  fileConfig,
  getDictConfigClass,
  registerClass,
  registerObject,
  setDictConfigClass,
  valid_ident,
} from '@treeline/core/config'

export const DEFAULT_LOGGING_CONFIG_PORT = 9030

export function listen(_port?: number, _options?: object): never

export function stopListening(): Promise<void>
