"""What an editor shows of a knowledge base: functions of the library, a text and a place in it.

Nothing here knows a protocol: `errata lsp` translates for the editor.
"""
