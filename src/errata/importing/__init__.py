"""Converts exports of other knowledge bases into articles: records in, markdown and a report out.

1. `decoding` reads files, and one module a source makes their records `ExportedArticle`s
   (`records`): `zendesk`, `servicenow`, `dynamics`, `confluence` with `confluence_storage`,
   `html_folder`.
2. `parsing` and `components` make each body plain HTML and a few elements of our own.
3. `addresses` knows every article and file of the export, so that links can be rewritten.
4. `markdown`, `inlines` and `tables` write the body, `front_matter` what stands above it.
5. `placing` gives each article its file, and `plan` joins it all: files to write, and what became
   of each article, picture and link.
"""
