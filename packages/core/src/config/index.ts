// Python's `logging.config`. A configuration names styles by strings: `treeline/config` registers all (`../full.ts`).
export { type ClassSignature, type Constructor, registerClass, registerObject } from './classes.js'
export { BaseConfigurator, type ConfiguratorOptions, valid_ident } from './baseConfigurator.js'
export { type Section } from './configValue.js'
export { DictConfigurator } from './dictConfigurator.js'
export {
  type ConfiguratorClass,
  dictConfig,
  type DictConfig,
  type DictConfigParts,
  getDictConfigClass,
  type LoggerConfig,
  setDictConfigClass,
} from './dictConfig.js'
export { type Factory, type Kwargs, type Resolver } from './construct.js'
export { type ConfigGetOptions, ConfigParser, type TextSource } from './ini/configParser.js'
export {
  ConfigParserError,
  DuplicateOptionError,
  DuplicateSectionError,
  InterpolationDepthError,
  InterpolationError,
  InterpolationMissingOptionError,
  InterpolationSyntaxError,
  MissingSectionHeaderError,
  NoOptionError,
  NoSectionError,
  ParsingError,
} from './ini/configParserError.js'
export { fileConfig, type FileConfigOptions } from './ini/fileConfig.js'
export { PythonJSONFormatter, type PythonJSONFormatterOptions } from '../formatting/pythonJSONFormatter.js'
