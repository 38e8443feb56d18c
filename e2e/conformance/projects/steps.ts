/** One call of a project, the same in both languages. */
export interface Step {
  /** Seconds since the epoch, where the clock stands. */
  readonly at: number
  readonly logger: string
  readonly level: number
  readonly msg: string
  readonly args: readonly unknown[]
  readonly extra: Readonly<Record<string, unknown>>
}

const HOUR = 3600
const DAY = 24 * HOUR
/** A Monday, at 21:13:20 UTC. */
const BEGIN = 1_762_809_200.25

const DEBUG = 10
const INFO = 20
const WARNING = 30
const ERROR = 40
const CRITICAL = 50

/** Quarters of a second: floats that both languages round alike. */
type Call = readonly [
  afterSeconds: number,
  logger: string,
  level: number,
  msg: string,
  args?: readonly unknown[],
  extra?: object,
]

function steps(...calls: readonly Call[]): Step[] {
  let at = BEGIN
  return calls.map(([after, logger, level, msg, args = [], extra = {}]) => {
    at += after
    return { at, logger, level, msg, args, extra: extra as Step['extra'] }
  })
}

/** What each project logs. */
export const PROJECTS: Readonly<Record<string, readonly Step[]>> = {
  'django.json': steps(
    [0, 'django.request', WARNING, 'Not Found: %s', ['/favicon.ico'], { status_code: 404 }],
    [1, 'django.request', ERROR, 'Internal Server Error: %s', ['/cart/ü'], { status_code: 500 }],
    [1.5, 'django.server', INFO, '"%s" %s %s', ['GET / HTTP/1.1', 200, 1234]],
    [0.25, 'django.db.backends', DEBUG, 'not enabled'],
    [60, 'shop.cart', DEBUG, 'added %d of %r', [3, "o'reilly"]],
    [60, 'shop.cart', ERROR, 'two\nlines: 100%%, %s', ['€']],
    [DAY, 'django.security.csrf', CRITICAL, 'Forbidden (%s): %s', ['CSRF token missing', '/login']],
  ),
  'airflow.json': steps(
    [0, 'airflow.task', INFO, 'Running %s on host %s', ['<TaskInstance: etl.load>', 'worker-1']],
    [10, 'airflow.task', INFO, 'password is %s', ['hunter2']],
    [7 * HOUR, 'airflow.task', ERROR, 'Task failed with hunter2'],
    [7 * HOUR, 'airflow.task', INFO, 'retry %d of %d', [1, 3]],
    [7 * HOUR, 'airflow.task', INFO, 'retry %d of %d', [2, 3]],
    [7 * HOUR, 'airflow.task', INFO, 'retry %d of %d', [3, 3]],
    [7 * HOUR, 'airflow.task', INFO, 'gave up'],
    [1, 'airflow.processor', INFO, 'Started process (PID=%s) to work on %s', [77, '/dags/etl.py']],
    [DAY, 'airflow.processor', INFO, 'Processing %s took %.3f seconds', ['/dags/etl.py', 1.23456]],
    [DAY, 'airflow.processor', DEBUG, 'below the level'],
    [DAY, 'airflow.processor', WARNING, 'No viable dags retrieved from %s', ['/dags/größe.py']],
    ...Array.from({ length: 12 }, (_, at): Call => [
      30,
      'airflow.processor_manager',
      INFO,
      'Processing files %d',
      [at],
    ]),
    [1, 'airflow', INFO, 'to the console, hunter2 not'],
    [1, 'flask_appbuilder.security', WARNING, 'No user yet created'],
  ),
  'gunicorn.ini': steps(
    [0, 'gunicorn.error', INFO, 'Starting gunicorn %s', ['21.2.0']],
    [0.25, 'gunicorn.error', INFO, 'Listening at: %s (%s)', ['http://127.0.0.1:8000', 4242]],
    [0.25, 'gunicorn.access', INFO, '%s - - "%s" %s', ['127.0.0.1', 'GET /ü HTTP/1.1', 200]],
    [7 * DAY, 'gunicorn.access', INFO, '%s - - "%s" %s', ['127.0.0.1', 'POST /cart HTTP/1.1', 302]],
    [7 * DAY, 'gunicorn.access', INFO, '%s - - "%s" %s', ['::1', 'GET / HTTP/1.1', 500]],
    [1, 'gunicorn.error', CRITICAL, 'WORKER TIMEOUT (pid:%s)', [4243]],
    [1, 'gunicorn.error', DEBUG, 'below the level'],
    [1, 'flask.app', WARNING, 'the root has the console'],
  ),
  'celery.json': steps(
    [0, 'celery.worker.strategy', INFO, 'Task %s[%s] received', ['shop.mail', '8f1c']],
    [0.25, 'celery.task', INFO, 'sending to %s', ['ann@example.org'], { task_id: '8f1c', task_name: 'shop.mail' }],
    [0.25, 'celery.task.http', INFO, 'outside of a task'],
    [
      3,
      'celery.task',
      ERROR,
      'cannot send: %s',
      ['größer'],
      { task_id: '8f1c', task_name: 'shop.mail', retries: [1, 2, null] },
    ],
    [
      DAY,
      'celery.app.trace',
      ERROR,
      'Task %s[%s] raised unexpected: %r',
      ['shop.mail', '8f1c', 'x'],
      { data: { id: 12345678901, ok: true } },
    ],
  ),
  'superset.json': steps(
    [0, 'superset.app', DEBUG, 'Loaded %s', ['config']],
    [5, 'flask_appbuilder', INFO, 'below its level'],
    [5, 'flask_appbuilder.security.manager', WARNING, 'No user yet created'],
    [DAY, 'superset.sql_lab', INFO, 'Query %d: Executing %d statement(s)', [17, 2]],
    [DAY, 'superset.sql_lab', ERROR, 'Query %d: %s', [17, 'Fehler: ungültig\nLINE 1']],
    [DAY, 'pyhive.presto', DEBUG, 'below its level'],
    [DAY, 'pyhive.presto', INFO, 'running'],
    [5 * DAY, 'superset', CRITICAL, 'disk %.1f%% full', [99.55]],
  ),
  'jupyterhub.json': steps(
    [0, 'JupyterHub', INFO, 'Running JupyterHub version %s', ['4.0.2']],
    [0.75, 'JupyterHub', WARNING, '%d %s %s', [404, 'GET', '/favicon.ico'], { status: 404 }],
    ...Array.from({ length: 12 }, (_, at): Call => [30, 'JupyterHub.proxy', DEBUG, 'Fetching routes %d of ü', [at]]),
    [
      1,
      'JupyterHub.spawner',
      ERROR,
      'Unhandled error starting %s: %s',
      ["ann's server", 'timeout'],
      { user: { name: 'ann', admin: false, quota: 1.5 } },
    ],
  ),
  'shop.json': steps(
    [0, 'shop.cart', DEBUG, 'added %s', ['tea']],
    [60, 'shop.pay', ERROR, 'card of %s refused: %s', ['Jürgen', 'expired']],
    [40 * 60, 'shop.cart', INFO, 'half an hour later'],
    [40 * 60, 'shop.pay', CRITICAL, 'no answer\nfrom the bank'],
    [40 * 60, 'shop', WARNING, 'the oldest file goes'],
    [40 * 60, 'shop', INFO, 'and the next'],
  ),
}
