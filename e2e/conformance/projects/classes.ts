// The classes that the projects' configurations name, as an application writes and registers them: what classes.py has for Python.
import {
  Filter,
  Formatter,
  type Handler,
  type LogRecord,
  Queue,
  QueueHandler,
  QueueListener,
  StreamHandler,
  type Stream,
} from '@treeline/core'
import { registerClass } from '@treeline/core/config'
import { SMTPHandler } from '@treeline/node/handlers'

class RequireDebugFalse extends Filter {
  override filter(): boolean {
    return true
  }
}

class RequireDebugTrue extends Filter {
  override filter(): boolean {
    return false
  }
}

class ServerFormatter extends Formatter {
  override format(record: LogRecord): string {
    record['server_time'] = this.formatTime(record, this.datefmt ?? '%d/%b/%Y %H:%M:%S')
    return super.format(record)
  }
}

class TimezoneAware extends Formatter {
  override default_time_format = '%Y-%m-%dT%H:%M:%S'
  override default_msec_format = '%s.%03d+0000'
}

class SecretsMasker extends Filter {
  override filter(record: LogRecord): boolean {
    record.msg = String(record.msg).replaceAll('hunter2', '***')
    record.args = (record.args as readonly unknown[]).map((arg) => (arg === 'hunter2' ? '***' : arg))
    return true
  }
}

class TaskFormatter extends Formatter {
  override format(record: LogRecord): string {
    if (!('task_id' in record)) Object.assign(record, { task_id: '???', task_name: '???' })
    return super.format(record)
  }
}

class QueueListenerHandler extends QueueHandler {
  private readonly own: QueueListener

  constructor({ handlers }: { handlers: Handler[] }) {
    const queue = new Queue()
    super(queue)
    this.own = new QueueListener(queue, ...handlers, { respect_handler_level: true })
    this.own.start()
  }

  override close(): void | Promise<void> {
    const stopped = this.own.stop()
    return Promise.all([stopped, super.close()]).then(() => {})
  }
}

/** Registers them. @param stdout what `sys.stdout` is meant to be */
export function registerProjects(smtpPort: number, stdout: Stream): void {
  class AdminEmailHandler extends SMTPHandler {
    constructor() {
      super(['localhost', smtpPort], 'root@localhost', ['admin@example.org'], '', { timeout: 30 })
    }

    override getSubject(record: LogRecord): string {
      return `[Django] ${record.levelname}: ${record.getMessage()}`.replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    }
  }

  class RedirectStdHandler extends StreamHandler {
    constructor() {
      super(stdout)
    }
  }

  registerClass('django.utils.log.AdminEmailHandler', AdminEmailHandler, { keywords: [] })
  registerClass('django.utils.log.RequireDebugFalse', RequireDebugFalse)
  registerClass('django.utils.log.RequireDebugTrue', RequireDebugTrue)
  registerClass('django.utils.log.ServerFormatter', ServerFormatter)
  registerClass('airflow.utils.log.timezone_aware.TimezoneAware', TimezoneAware)
  registerClass('airflow.utils.log.colored_log.CustomTTYColoredFormatter', class extends TimezoneAware {})
  registerClass('airflow.utils.log.secrets_masker.SecretsMasker', SecretsMasker)
  registerClass('airflow.utils.log.logging_mixin.RedirectStdHandler', RedirectStdHandler, { positional: ['stream'] })
  registerClass('celery.app.log.TaskFormatter', TaskFormatter)
  registerClass('jupyterhub.log.CoroutineLogFormatter', class extends Formatter {})
  registerClass('shop.log.QueueListenerHandler', QueueListenerHandler, { keywords: ['handlers'] })
}
