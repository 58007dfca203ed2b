"""Reading logs for the codes and messages of a library.

- `files` finds the encoding, `reader` reads the lines.
- `signals` are searched for in each line, `cues` must stand beside some of them.
- `hits` are the results, remembered since a log repeats itself.
"""
