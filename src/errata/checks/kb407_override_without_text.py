"""A code that `error-codes` or `not-error-codes` names and the article does not have any more.

Both keys correct what is found in the text. When the text changes, such a line goes on: the article
stands on the page of a code it says nothing about, or hides one that somebody writes later.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.INFO
