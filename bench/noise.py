"""Log lines unrelated to the knowledge base, and disguised ones of related messages.

Everything comes from one seeded generator: the same seed, the same lines.
"""

# ruff: noqa: E501 - a line of a log is one line

from __future__ import annotations

import re
from random import Random
from typing import Final

_HOSTS: Final = ("web-12", "db3.east.fabrikam.example", "ip-172-31-9-8", "node7", "k8s-worker-2")
_WORDS: Final = tuple(
    """orders billing shipping catalog invoice ledger payroll audit search media upload export import
    thumbnail report digest snapshot rollup vacuum archive mirror gateway beacon pulse""".split()  # noqa: SIM905 - read as words
)
_UNRELATED: Final = (
    "{mon} {n2} {clock} {host} sshd[{pid}]: Failed password for invalid user {w} from {ip} port {n5} ssh2",
    "{mon} {n2} {clock} {host} sshd[{pid}]: Connection closed by authenticating user root {ip} port {n5}",
    "{mon} {n2} {clock} {host} sshd[{pid}]: error: kex_exchange_identification: read: Connection reset",
    "{mon} {n2} {clock} {host} CRON[{pid}]: (root) CMD (/usr/lib/sa/{w} 1 1)",
    "{mon} {n2} {clock} {host} kernel: [{n5}.{n5}] Out of memory: Killed process {pid} ({w}) total-vm:{n5}kB",
    "{mon} {n2} {clock} {host} kernel: EXT4-fs ({w}): mounted filesystem with ordered data mode",
    "{mon} {n2} {clock} {host} kernel: TCP: request_sock_TCP: Possible SYN flooding on port {n5}.",
    (
        "{mon} {n2} {clock} {host} postfix/smtp[{pid}]: {hex}: to=<{w}@fabrikam.example>, relay=none, delay={n2}, "
        "status=deferred (connect to fabrikam.example[{ip}]:25: Connection timed out)"
    ),
    "{mon} {n2} {clock} {host} systemd[1]: Started Session {n5} of user {w}.",
    "{mon} {n2} {clock} {host} systemd[1]: {w}.service: Main process exited, code=exited, status=1/FAILURE",
    "{mon} {n2} {clock} {host} systemd[1]: {w}.service: Failed with result 'exit-code'.",
    "{mon} {n2} {clock} {host} systemd[1]: Failed to start {w} service.",
    "{mon} {n2} {clock} {host} dhclient[{pid}]: DHCPREQUEST on eth0 to {ip} port 67",
    "{mon} {n2} {clock} {host} named[{pid}]: client @0x{hex} {ip}#{n5}: query (cache) '{w}' denied",
    '{ip} - - [{n2}/{mon}/2024:{clock} +0000] "GET /{w}/{n5} HTTP/1.1" {st} {n5} "-" "curl/8.5.0"',
    (
        '{ip} - {w} [{n2}/{mon}/2024:{clock} +0000] "POST /api/v2/{w} HTTP/2.0" {st} {n5} '
        '"https://{host}/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"'
    ),
    (
        "2024/{n2}/{n2} {clock} [error] {pid}#0: *{n5} connect() failed (111: Connection refused) while connecting "
        'to upstream, client: {ip}, server: {host}, request: "GET /{w} HTTP/1.1"'
    ),
    (
        "2024/{n2}/{n2} {clock} [error] {pid}#0: *{n5} upstream timed out (110: Connection timed out) while reading "
        "response header from upstream, client: {ip}"
    ),
    '2024/{n2}/{n2} {clock} [error] {pid}#0: *{n5} open() "/srv/www/{w}.ico" failed (2: No such file or directory)',
    "[{clock}] [core:error] [pid {pid}] [client {ip}:{n5}] File does not exist: /var/www/{w}",
    (
        'E{n4} {clock}.{n5} {pid} pod_workers.go:191] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" '
        'for \\"{w}\\" with CrashLoopBackOff: back-off 5m0s restarting failed container"'
    ),
    'I{n4} {clock}.{n5} {pid} kubelet.go:2410] "SyncLoop (PLEG): event for pod" pod="{w}/{w}-{hex}"',
    "W{n4} {clock}.{n5} {pid} reflector.go:324] failed to list *v1.{w}: Unauthorized",
    "Warning  Unhealthy  pod/{w}  Readiness probe failed: HTTP probe failed with statuscode: {st}",
    "Warning  FailedScheduling  0/{n2} nodes are available: {n2} Insufficient memory, {n2} node(s) had taint",
    "[{n5}.{n3}s][info][gc] GC({n5}) Pause Young (Normal) (G1 Evacuation Pause) {n3}M->{n2}M({n3}M) {n2}.{n3}ms",
    "[{n5}.{n3}s][warning][safepoint] Attempt to start the safepoint in {n3} ms timed out",
    "{iso} ERROR {pid} --- [nio-{n4}-exec-1] o.h.engine.jdbc.spi.SqlExceptionHelper : Cannot acquire {w} lease",
    "{iso} WARN  [main] com.fabrikam.{w}.RetryPolicy - attempt {n2} of 5 did not succeed, sleeping {n3} ms",
    "{iso} ERROR [pool-{n2}-thread-{n2}] com.fabrikam.{w}.Importer - could not parse row {n5} of {w}.csv",
    "java.lang.IllegalStateException: the {w} cursor was already advanced past {n5}",
    'java.lang.NullPointerException: Cannot invoke "{w}.size()" because "this.{w}" is null',
    "java.io.IOException: {w} stream ended after {n5} octets",
    "java.net.SocketTimeoutException: Read timed out",
    "java.util.concurrent.TimeoutException: {w} did not finish within {n2} s",
    "\tat com.fabrikam.{w}.Main.lambda$run${n2}(Main.java:{n3})",
    "Traceback (most recent call last):",
    '  File "/opt/{w}/worker.py", line {n3}, in handle_{w}',
    "KeyError: '{w}'",
    "ValueError: {w} must be between 0 and {n3}",
    "psycopg2.OperationalError: SSL connection of pool {w} was closed after {n3} s idle",
    "requests.exceptions.ConnectionError: HTTPConnectionPool(host='{host}', port={n4}): Max retries exceeded",
    "{iso} UTC [{pid}] LOG:  checkpoint complete: wrote {n5} buffers ({n2}.{n2}%); sync={n2}.{n3} s",
    '{iso} UTC [{pid}] FATAL:  password authentication failed for user "{w}"',
    "{iso} UTC [{pid}] ERROR:  deadlock detected in {w}",
    "{pid}:M {n2} {mon} 2024 {clock}.{n3} * Background saving terminated with success",
    'level=error ts={iso} caller=main.go:{n3} component={w} msg="scrape failed" err="context deadline exceeded"',
    '{{"level":"warn","ts":{n5}.{n3},"logger":"{w}","msg":"request took too long","took":"{n3}ms"}}',
    "npm WARN deprecated {w}@{n2}.0.{n2}: this version is no longer supported",
    "fatal: unable to access 'https://{host}/{w}.git/': Could not resolve host: {host}",
    "docker: Error response from daemon: pull access denied for {w}, repository does not exist.",
    'level=warning msg="cleanup failed for container {hex}: device or resource busy"',
    "rsync: connection unexpectedly closed ({n5} bytes received so far) [{w}]",
    "INFO  - {w} finished in {n3} ms, {n5} rows",
    "error: {w} step {n2} returned exit status {n2}",
    "Task {w}-{n5} was rejected: queue is full",
    "The {w} job could not be completed because the quota of {n3} GB is used up.",
    "User {w} does not have permission to open report {n5}.",
    "Unable to find template {w}_{n3}.tmpl in search path",
    "Session {hex} for {w} has expired, please sign in again",
    "{iso} UTC [{pid}] STATEMENT:  SELECT id, name FROM {w} WHERE created > now() - interval '{n2} days'",
    "{iso} [Note] [MY-{n5}] [Server] Aborted connection {n5} to db: '{w}' user: 'app' host: '{ip}'",
    "ORA-00060: deadlock detected while waiting for resource {n3}",
    "{iso} ERROR o.a.c.c.C.[.[.[/{w}].[dispatcher] - Servlet.service() for servlet threw exception",
    "WARN  [Consumer clientId={w}-{n2}] Connection to node {n1} could not be established.",
    'kubelet: Back-off pulling image "images.fabrikam.example/{w}:{n2}"',
    'Liveness probe failed: Get "http://{ip}:{n4}/healthz": context deadline exceeded',
    "ModuleNotFoundError: No module named '{w}'",
    "TypeError: {w}() missing 1 required positional argument: 'path'",
    "json.decoder.JSONDecodeError: Expecting value: line 1 column {n2} (char {n2})",
    "Everyone who had signed up for the {w} tour was asked to wait at the gate for more details.",
    "The minutes of the {w} board, {n2} pages in all, are kept for further information.",
    "We would like to thank all who took part in the {w} survey and told us what they think of it.",
)
_CODE: Final = re.compile(r"\b[A-Z]{3}-\d{5,6}:? ?")


def unrelated(count: int, seed: int = 20_240_611) -> list[str]:
    """Make lines of other systems: syslog, nginx, kubelet, JVM, Python, PostgreSQL and similar."""
    random = Random(seed)  # noqa: S311 - repeatable noise, no secret
    return [random.choice(_UNRELATED).format_map(_Fillings(random)) for _ in range(count)]


def disguised(text: str, random: Random, *, code: bool) -> str:
    """Disguise a message as another installation's: other values and prefix, maybe no code."""
    if not code:
        text = _CODE.sub("", text)
    fill = _Fillings(random)
    text = re.sub(r"\b\d{1,3}(?:\.\w{1,3}){3}\b", lambda _: fill["ip"], text)
    text = re.sub(r"(https?)://[^\s'\"<>)]+", rf"\1://{fill['host']}/{fill['w']}", text)
    text = re.sub(r"(?<![\w-])\d{2,}(?![\w-])", lambda _: fill["n4"], text)
    text = re.sub(r"(?<!\w)'[\w:./-]+'(?!\w)", lambda _: f"'{fill['w']}{fill['n2']}'", text)
    return random.choice(_FRAMES).format_map(fill).replace("¶", text)


_FRAMES: Final = (
    "¶",
    "{iso} ERROR ¶",
    "[{iso}] [{w}-{n2}] ERROR - ¶",
    "{mon} {n2} {clock} {host} {w}[{pid}]: ¶",
    "{n2}.11.2024 {clock}.{n3} *ERROR* [{ip} [{n5}] POST /bin/{w} HTTP/1.1] ¶",
    "{iso}  {HEX} {HEX} 1 error log ¶",
    "{pid} {w} ¶ (iRc=-{n2})",
    "ERROR: ¶ at com.fabrikam.{w}.Main.run(Main.java:{n3})",
    '{{"level":"error","ts":"2024-11-17T{clock}.{n3}Z","logger":"{w}","msg":"¶","pid":{pid}}}',
    '{{"timestamp":"2024-11-17T{clock}.{n3}Z","severity":"ERROR","message":"¶"}}',
    'time="2024-11-17T{clock}Z" level=error component={w} msg="¶" attempt={n2}',
    "2024-11-17T{clock}.{n5}{n4}Z stderr F ¶",
    "{w}_1  | {iso} ERROR ¶",
    "E1117 {clock}.{n5}{n1} {pid} {w}.go:{n3}] ¶",
    "<11>1 2024-11-17T{clock}.{n3}Z {host} {w} {pid} ID47 - ¶",
    "2024-11-17T{clock}.{n3}Z ERROR {pid} --- [nio-8080-exec-{n1}] c.f.{w}.Main : ¶",
    "{clock}.{n3} [http-nio-{n4}-exec-{n1}] ERROR com.fabrikam.{w}.Service - ¶",
    "2024-11-17 {clock},{n3} - {w}.worker - ERROR - ¶",
    "ERROR:{w}.worker:¶",
    "<message>¶</message>",
    "\x1b[31mERROR\x1b[0m ¶",
    "{mon} {n2} {clock} {host} {w}[{pid}]: {w}-{n4}: ¶ (attempt {n1} of 5, will retry in {n2}s)",
    '{n5},{iso},ERROR,"{w}","¶",{n3}',
    "{iso} ERROR ¶ | tenant={w} request-id={hex} took {n3} ms",
)


class _Fillings(dict[str, str]):
    def __init__(self, random: Random) -> None:
        super().__init__()
        self._random = random

    def __missing__(self, name: str) -> str:
        pick = self._random.randint
        if name[0] == "n" and name[1:].isdigit():
            digits = int(name[1:])
            return str(pick(10 ** (digits - 1), 10**digits - 1))
        clock = f"{pick(10, 23)}:{pick(10, 59)}:{pick(10, 59)}"
        return {
            "mon": self._random.choice(("Jan", "Apr", "Jul", "Oct")),
            "clock": clock,
            "iso": f"2024-{pick(10, 12)}-{pick(10, 28)} {clock}.{pick(100, 999)}",
            "host": self._random.choice(_HOSTS),
            "w": self._random.choice(_WORDS),
            "ip": f"{pick(11, 99)}.{pick(0, 255)}.{pick(0, 255)}.{pick(1, 254)}",
            "pid": str(pick(300, 65000)),
            "hex": f"{pick(16**9, 16**10):x}",
            "HEX": f"{pick(16**5, 16**6):X}",
            "st": str(self._random.choice((200, 301, 404, 499, 502, 503))),
        }[name]
