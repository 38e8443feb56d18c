"""The classes that the projects' configurations name, each with what its configuration needs.

They stand for what the projects bring: the other language registers the same ones.
"""

import logging
import logging.handlers
import queue
import sys
import types


def put(name, **attributes):
    """Makes modules, so that a configuration can import from them."""
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        path = ".".join(parts[:end])
        module = sys.modules.setdefault(path, types.ModuleType(path))
        if end > 1:
            setattr(sys.modules[".".join(parts[: end - 1])], parts[end - 1], module)
    vars(sys.modules[name]).update(attributes)


class RequireDebugFalse(logging.Filter):
    def filter(self, record):
        return True


class RequireDebugTrue(logging.Filter):
    def filter(self, record):
        return False


class ServerFormatter(logging.Formatter):
    def format(self, record):
        record.server_time = self.formatTime(record, self.datefmt or "%d/%b/%Y %H:%M:%S")
        return super().format(record)


class TimezoneAware(logging.Formatter):
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03d+0000"


class CustomTTYColoredFormatter(TimezoneAware):
    pass


class SecretsMasker(logging.Filter):
    def filter(self, record):
        record.msg = str(record.msg).replace("hunter2", "***")
        record.args = tuple("***" if arg == "hunter2" else arg for arg in record.args)
        return True


class RedirectStdHandler(logging.StreamHandler):
    def __init__(self, stream):
        super().__init__(sys.stdout if "stdout" in stream else sys.stderr)


class TaskFormatter(logging.Formatter):
    def format(self, record):
        if not hasattr(record, "task_id"):
            record.task_id, record.task_name = "???", "???"
        return super().format(record)


class CoroutineLogFormatter(logging.Formatter):
    pass


class QueueListenerHandler(logging.handlers.QueueHandler):
    """The recipe for a queue in a configuration, from the time before Python 3.12 had one."""

    def __init__(self, handlers):
        super().__init__(queue.Queue(-1))
        self.own = logging.handlers.QueueListener(
            self.queue, *[handlers[index] for index in range(len(handlers))], respect_handler_level=True
        )
        self.own.start()

    def close(self):
        self.own.stop()
        super().close()


def register(ports):
    class AdminEmailHandler(logging.handlers.SMTPHandler):
        def __init__(self, include_html=False, email_backend=None, reporter_class=None):
            super().__init__(("localhost", ports["SMTP"]), "root@localhost", ["admin@example.org"], "", timeout=30.0)

        def getSubject(self, record):
            return f"[Django] {record.levelname}: {record.getMessage()}".replace("\n", "\\n").replace("\r", "\\r")

    put(
        "django.utils.log",
        AdminEmailHandler=AdminEmailHandler,
        RequireDebugFalse=RequireDebugFalse,
        RequireDebugTrue=RequireDebugTrue,
        ServerFormatter=ServerFormatter,
    )
    put("airflow.utils.log.timezone_aware", TimezoneAware=TimezoneAware)
    put("airflow.utils.log.colored_log", CustomTTYColoredFormatter=CustomTTYColoredFormatter)
    put("airflow.utils.log.secrets_masker", SecretsMasker=SecretsMasker)
    put("airflow.utils.log.logging_mixin", RedirectStdHandler=RedirectStdHandler)
    put("celery.app.log", TaskFormatter=TaskFormatter)
    put("jupyterhub.log", CoroutineLogFormatter=CoroutineLogFormatter)
    put("shop.log", QueueListenerHandler=QueueListenerHandler)
