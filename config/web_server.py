"""gunicorn's settings: `gunicorn --config python:config.web_server config.wsgi:application`."""

# Loaded before the workers are forked: wrong settings end the start, and the workers share the memory.
preload_app = True
workers = 2
worker_class = "sync"
timeout = 60
graceful_timeout = 15
keepalive = 2
# A worker is replaced now and then, so that a leak stays small; not all at the same moment.
max_requests = 10_000
max_requests_jitter = 1_000

# A hundred cases ticked in a list stand in the address, and a page has to say that more are too many.
limit_request_line = 8190

# One line a request: no address, no query string (a search holds a name), no browser, no secret of a link.
logger_class = "config.access_log.AccessLogger"
accesslog = "-"
access_log_format = (
    '{"event":"request","method":"%(m)s","path":"%(U)s","status":"%(s)s",'
    '"microseconds":"%(D)s","request_id":"%({x-request-id}o)s"}'
)

# gunicorn's own control socket would be a second way in, in the home folder.
control_socket_disable = True
