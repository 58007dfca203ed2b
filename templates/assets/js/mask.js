/**
 * Masks what changes from one occurrence of a message to the next, as `errata.messages.mask` does in
 * Python. The tables between the marks are a copy of `src/errata/messages/patterns.py`, written by
 * `python tests/messages/twins.py`; `tests/messages/vectors.toml` holds both to the same answers.
 */

"use strict";

(function () {
  /* tables: begin */
  /** @type {{ guard: string, volatile: [string, string][], prefixes: string[], frame: string, tail: string }} */
  const tables = {
    "guard": "(?!(?<=[A-Za-z0-9])[A-Za-z0-9]|[ ,;()]|(?!localhost)[A-Z]?[a-wyz]{1,40} [a-z])",
    "volatile": [
      [
        "\\{(?:url|email|id|time|ip|host|path|table|duration|number|value|any)\\}",
        ""
      ],
      [
        "(?<![A-Za-z0-9_])[A-Z]{2,9}(?:-[A-Z]{2,9}){0,3}[-\u2010\u2011\u2013](?:[0-9]{1,8}-){0,2}[0-9]{1,8}[xX]{0,5}(?![A-Za-z0-9_])",
        ""
      ],
      [
        "(?<![A-Za-z0-9_])HTTPS?(?:/[0-9](?:\\.[0-9])?)?(?:[ :/-]{1,2}[1-5][0-9]{2})?(?![A-Za-z0-9_])",
        ""
      ],
      [
        "(?<![A-Za-z0-9_])(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS|PROPFIND|CONNECT) [^ \\t\\n]{1,2000} {1,2}HTTP ?/ ?[0-9](?: ?\\.[0-9])?",
        "path"
      ],
      [
        "(?<![A-Za-z0-9_])Mozilla/[0-9.]{1,8} \\([^()\\n]{0,300}\\)(?: [A-Za-z]{1,30}/[0-9A-Za-z.]{1,30}(?: \\([^()\\n]{0,100}\\))?){0,10}",
        "any"
      ],
      [
        "(?<![A-Za-z0-9_])[A-Za-z][A-Za-z0-9+.-]{1,15}://[^ \\t\\n\"'<>`\u00ab\u00bb\u201c\u201d|]{0,2000}[A-Za-z0-9/_=%&#~+*$-]",
        "url"
      ],
      [
        "(?<![A-Za-z0-9_.%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}",
        "email"
      ],
      [
        "(?<![A-Za-z0-9_])[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}(?![A-Za-z0-9_])",
        "id"
      ],
      [
        "(?<![A-Za-z0-9_])(?:(?:[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}|[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4}|[0-9]{1,2}[-/](?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}|[0-9]{1,2})[-/](?:[0-9]{4}|[0-9]{2})|[0-9]{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} [0-9]{4})(?:[T ,:]{1,3}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,9})?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|CES?T|[+-][0-9]{2}:?[0-9]{2})(?![A-Za-z0-9]))?)?|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} {1,2}[0-9]{1,2},?(?: [0-9]{4},?)? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,9})?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|CES?T|[+-][0-9]{2}:?[0-9]{2})(?![A-Za-z0-9]))?(?: [0-9]{4})?|[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?(?: [AP]M)?(?: ?(?:Z|UTC|GMT|CES?T|[+-][0-9]{2}:?[0-9]{2})(?![A-Za-z0-9]))?)(?![A-Za-z0-9])",
        "time"
      ],
      [
        "(?<![A-Za-z0-9_])(?:[0-9]{1,3}|[xX]{1,3})(?:\\.(?:[0-9]{1,3}|[xX]{1,3}|\\*)){3}(?::[0-9]{1,5})?(?:/[0-9]{1,2})?(?![A-Za-z0-9_])(?!\\.[0-9])",
        "ip"
      ],
      [
        "(?<![A-Za-z0-9_:.])(?:\\[?(?:[0-9A-Fa-f]{1,4}:){4,7}[0-9A-Fa-f]{1,4}|\\[?(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}|\\[?::[0-9A-Fa-f]{1,4})(?:\\](?::[0-9]{1,5})?)?(?![A-Za-z0-9_:])",
        "ip"
      ],
      [
        "(?<![A-Za-z0-9_.@-])(?!(?:com|org|net|java|javax|jakarta|io|edu|sun|jdk|kotlin|scala|de|ch|fr|uk|br)\\.)(?:[A-Za-z0-9_][A-Za-z0-9_-]{0,62}\\.){1,8}(?:com|net|org|io|edu|gov|int|eu|uk|de|fr|jp|br|cn|in|au|ca|ch|nl|es|it|us|info|biz|app|dev|cloud|local|localdomain|internal|intranet|corp|lan|home|private|example|test|invalid|site)(?::[0-9]{1,5})?(?![A-Za-z0-9_-])(?!\\.[A-Za-z0-9_])",
        "host"
      ],
      [
        "(?<![A-Za-z0-9_])localhost(?::[0-9]{1,5})?(?![A-Za-z0-9_])",
        "host"
      ],
      [
        "(?<![A-Za-z0-9_])[A-Za-z]:[\\\\/][^ \\t\\n\"'<>|*?;,()]{0,400}[A-Za-z0-9_\\\\/$-]",
        "path"
      ],
      [
        "(?<![\\\\A-Za-z0-9])\\\\\\\\[A-Za-z0-9._$-]{1,100}\\\\[A-Za-z0-9._$\\\\-]{1,300}",
        "path"
      ],
      [
        "(?<![A-Za-z0-9\u00c0-\u024f_.@%+=~$*:#&?!{}/<-])(?:~|\\.{1,2})?/[A-Za-z0-9\u00c0-\u024f_.@%+=~$*:#&?!{}-][A-Za-z0-9\u00c0-\u024f_.@%+=~$*:#&?!{}/-]{0,400}[A-Za-z0-9\u00c0-\u024f_@%+=~$*}/-]",
        "path"
      ],
      [
        "(?<![A-Za-z0-9_])(?:0x[0-9A-Fa-f]{1,64}|(?=[A-Fa-f]{0,64}[0-9])(?=[0-9]{0,64}[A-Fa-f])[0-9A-Fa-f]{7,128})(?![A-Za-z0-9_])",
        "id"
      ],
      [
        "(?<![A-Za-z0-9_])(?!err|code|rc|line)[a-z][A-Za-z]{0,14}_?[0-9]{4,20}(?:_-?[0-9]{1,20}){0,6}_?(?![A-Za-z0-9_])",
        "table"
      ],
      [
        "(?<![A-Za-z0-9_+/=-])(?=[A-Za-z_-]{0,40}[0-9][A-Za-z_-]{0,40}[0-9])[A-Za-z0-9_-]{24,400}(?![A-Za-z0-9_-])",
        "id"
      ],
      [
        "(?<![A-Za-z0-9_])(?:[A-Za-z]{1,14}_?)?(?:xx|XX)[xX]{0,60}(?:[-_.][xX]{2,60}){0,8}_?[0-9]{0,9}(?![A-Za-z0-9_])",
        "any"
      ],
      [
        "#[A-Za-z][A-Za-z0-9_-]{0,30}#",
        "any"
      ],
      [
        "\\*{3,80}",
        "any"
      ],
      [
        "<[A-Za-z][A-Za-z0-9 _-]{0,40}>",
        "any"
      ],
      [
        "[$%#]?\\{[A-Za-z0-9_. -]{0,60}\\}",
        "any"
      ],
      [
        "%[a-z][A-Za-z0-9]{0,20}%|%[sd](?![A-Za-z0-9_])",
        "any"
      ],
      [
        "\u2026{1,20}|\\.{3,20}",
        "any"
      ],
      [
        "\"[A-Za-z_][A-Za-z0-9_.-]{0,40}\"(?= {0,2}:)",
        ""
      ],
      [
        "(?<![A-Za-z0-9])\"[^\"\\n ]{0,60}(?: [^\"\\n ]{0,60}){0,3}\"(?![A-Za-z0-9])|\"\"",
        "value"
      ],
      [
        "(?<![A-Za-z0-9'])'[^'\\n ]{0,60}(?: [^'\\n ]{0,60}){0,3}'(?![A-Za-z0-9'])",
        "value"
      ],
      [
        "`[^`\\n ]{0,60}(?: [^`\\n ]{0,60}){0,3}`",
        "value"
      ],
      [
        "\u00ab[ \u00a0]?[^\u00ab\u00bb\\n ]{0,60}(?: [^\u00ab\u00bb\\n ]{0,60}){0,3}\u00bb",
        "value"
      ],
      [
        "\u201c[^\u201c\u201d\\n ]{0,60}(?: [^\u201c\u201d\\n ]{0,60}){0,3}\u201d",
        "value"
      ],
      [
        "\u2018[^\u2018\u2019\\n ]{0,60}(?: [^\u2018\u2019\\n ]{0,60}){0,3}\u2019(?![A-Za-z0-9])",
        "value"
      ],
      [
        "\u300c[^\u300c\u300d\\n]{0,80}\u300d|\u300e[^\u300e\u300f\\n]{0,80}\u300f",
        "value"
      ],
      [
        "(?<![A-Za-z0-9_])[0-9]{1,18}(?:[.,][0-9]{1,9})? ?(?:ms|msecs?|s|secs?|seconds?|mins?|minutes?|h|hours?|days?|ns|us|\u00b5s|milliseconds?)(?![A-Za-z0-9_])",
        "duration"
      ],
      [
        "(?:(?<=[ (=:,_])[-+])?(?<![A-Za-z0-9])[0-9]{1,40}(?:[.,:][0-9]{1,40}){0,12}(?:%|[kKMGT]i?[bB]?)?(?![A-Za-z0-9])",
        "number"
      ]
    ],
    "prefixes": [
      "[\\[(]?(?:(?:[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}|[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4}|[0-9]{1,2}[-/](?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}|[0-9]{1,2})[-/](?:[0-9]{4}|[0-9]{2})|[0-9]{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} [0-9]{4})(?:[T ,:]{1,3}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,9})?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|CES?T|[+-][0-9]{2}:?[0-9]{2})(?![A-Za-z0-9]))?)?|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} {1,2}[0-9]{1,2},?(?: [0-9]{4},?)? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,9})?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|CES?T|[+-][0-9]{2}:?[0-9]{2})(?![A-Za-z0-9]))?(?: [0-9]{4})?|[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?(?: [AP]M)?(?: ?(?:Z|UTC|GMT|CES?T|[+-][0-9]{2}:?[0-9]{2})(?![A-Za-z0-9]))?)(?![A-Za-z0-9])[\\])]?[ \\t:|,-]{0,4}",
      "<[0-9]{1,3}>(?:[0-9] )?",
      "\\*?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|SEVERE|CRITICAL|CRIT)\\*?[ \\t:|-]{1,4}",
      "\\[[^\\[\\]\\n]{0,200}(?:\\[[^\\[\\]\\n]{0,200}\\][^\\[\\]\\n]{0,200}){0,3}\\][ \\t:|-]{0,4}",
      "[0-9A-Fa-f]{5,8} {1,4}[0-9A-Fa-f]{5,8} {1,4}[0-9] {1,4}",
      "(?:error|warning|info|debug|verbose) {1,4}(?:log|warning|sql|perf) {1,4}",
      "[A-Za-z0-9_.-]{1,64} [A-Za-z0-9_./@-]{1,64}\\[[0-9]{1,10}\\]: {0,4}",
      "[A-Za-z0-9_./@-]{1,64}\\[[0-9]{1,10}\\]: {0,4}",
      "[a-z]{2,20}-?[0-9]{1,4} {1,4}",
      "(?:[a-z][a-z0-9_]{0,40}\\.){1,12}[A-Z][A-Za-z0-9_$]{0,80}(?: - | )(?=[A-Z])",
      "(?:Caused by|Root cause|Suppressed): {0,4}",
      "Exception in thread \"[^\"\\n]{0,100}\" {0,4}",
      "[-|>:\u2022*#][ \\t]{1,4}",
      "[ \\t]{1,400}"
    ],
    "frame": "[ \\t]{0,40}(?:(?:at )?(?:[A-Za-z_$][A-Za-z0-9_$]{0,80}[./@]){1,24}[A-Za-z0-9_$<>]{1,80}\\((?:[A-Za-z0-9_$.-]{1,100}:[0-9]{1,7}|Native Method|Unknown Source|[A-Za-z0-9_$-]{1,80}\\.java)|at [A-Za-z_$<][A-Za-z0-9_.$<>/ ]{0,200} \\([^()\\n]{0,300}:[0-9]{1,7}\\)|at (?:[A-Za-z_$][A-Za-z0-9_$]{0,80}\\.){2,24}[A-Za-z0-9_$<>]{0,80}\\(?[^ \\n]{0,100}$|File \"[^\"\\n]{0,400}\", line [0-9]{1,9}|\\.\\.\\. [0-9]{1,6} (?:more|common frames omitted))",
    "tail": " at [A-Za-z_$][A-Za-z0-9_$]{0,60}\\.[A-Za-z0-9_.$]{0,200}\\([^()\\n]{0,200}\\)?$| \\(iRc=-?[0-9]{1,9}\\)$"
  };
  /* tables: end */

  const LIMIT = 16384;
  const ROUNDS = 12;
  const BLANK = " \t\r\n";

  const places = tables.volatile.map(([, placeholder]) => (placeholder ? `{${placeholder}}` : ""));
  const pattern = new RegExp(
    `${tables.guard}(?:${tables.volatile.map(([part]) => `(${part})`).join("|")})`,
    "gu",
  );
  const prefix = new RegExp(tables.prefixes.map((part) => `(?:${part})`).join("|"), "uy");
  const frame = new RegExp(tables.frame, "uy");
  const tail = new RegExp(tables.tail, "gu");

  /**
   * The text with `{host}`, `{number}`, … for its volatile parts.
   * @param {string} text cut at 16,384 characters
   * @returns {string}
   */
  function mask(text) {
    return cut(text).replace(pattern, (found, ...groups) => {
      const at = groups.findIndex((group) => group !== undefined);
      return places[at] || found;
    });
  }

  /**
   * The message of a log line, without the trace glued to its end; empty for a stack frame.
   * @param {string} line
   * @returns {string}
   */
  function stripPrefix(line) {
    const text = trimEnd(cut(line));
    frame.lastIndex = 0;
    if (frame.test(text)) return "";
    let at = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      prefix.lastIndex = at;
      if (!prefix.test(text) || prefix.lastIndex === at) break;
      at = prefix.lastIndex;
    }
    return trimEnd(text.slice(at).replace(tail, ""));
  }

  /**
   * Counts code points, as Python does.
   * @param {string} text
   * @returns {string}
   */
  function cut(text) {
    if (text.length <= LIMIT) return text;
    return Array.from(text.slice(0, 2 * LIMIT)).slice(0, LIMIT).join("");
  }

  /**
   * @param {string} text
   * @returns {string}
   */
  function trimEnd(text) {
    let end = text.length;
    while (end > 0 && BLANK.includes(text.charAt(end - 1))) end -= 1;
    return text.slice(0, end);
  }

  const api = { mask, stripPrefix };
  const scope = /** @type {{ errata?: object }} */ (/** @type {unknown} */ (globalThis));
  scope.errata = Object.assign(scope.errata ?? {}, api);
  if (typeof module === "object") module.exports = api;
})();
