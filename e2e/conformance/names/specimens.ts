import * as logging from 'treeline'
import * as config from 'treeline/config'
import * as handlers from 'treeline/handlers'

/** One object of each class whose attributes its constructor sets, by Python's path of the class. */
export const specimens: Record<string, () => object> = {
  'logging.LogRecord': () => logging.makeLogRecord({}),
  'logging.Formatter': () => new logging.Formatter(),
  'logging.BufferingFormatter': () => new logging.BufferingFormatter(),
  'logging.Filter': () => new logging.Filter('a'),
  'logging.Filterer': () => new logging.Filterer(),
  'logging.Handler': () => new logging.Handler(),
  'logging.StreamHandler': () => new logging.StreamHandler(),
  'logging.FileHandler': () => new logging.FileHandler('names.log', { delay: true }),
  'logging.Logger': () => logging.getLogger('names'),
  'logging.Manager': () => logging.getLogger().manager,
  'logging.PlaceHolder': () => new logging.PlaceHolder(),
  'logging.LoggerAdapter': () => new logging.LoggerAdapter(logging.getLogger('names'), {}),
  'logging.handlers.RotatingFileHandler': () => new handlers.RotatingFileHandler('names.log', { delay: true }),
  'logging.handlers.TimedRotatingFileHandler': () =>
    new handlers.TimedRotatingFileHandler('names.log', { when: 'W0', delay: true }),
  'logging.handlers.WatchedFileHandler': () => new handlers.WatchedFileHandler('names.log', { delay: true }),
  'logging.handlers.HTTPHandler': () => new handlers.HTTPHandler('localhost', '/log'),
  'logging.handlers.BufferingHandler': () => new handlers.BufferingHandler(10),
  'logging.handlers.MemoryHandler': () => new handlers.MemoryHandler(10),
  'logging.handlers.QueueHandler': () => new handlers.QueueHandler(new handlers.Queue()),
  'logging.handlers.QueueListener': () => new handlers.QueueListener(new handlers.Queue()),
  'logging.config.BaseConfigurator': () => new config.BaseConfigurator({ version: 1 }),
  'logging.config.DictConfigurator': () => new config.DictConfigurator({ version: 1 }),
}
