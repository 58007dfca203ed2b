"""The verbs, pure: parse, link, check, plan, render."""
