"""Converts exports of other knowledge bases into articles: records in, markdown and a report out.

1. One module a source reads its records into `ExportedArticle`: `zendesk`, `servicenow`,
   `dynamics`, `confluence`, `html_folder`.
2. `parsing`, `cleaning` and `components` make each body plain HTML and a few elements of our own.
3. `addresses` knows every article and file of the export, so that links can be rewritten.
4. `markdown` writes the body, `front_matter` what stands above it.
5. `plan` joins it: files to write, and what became of each article, picture and link.
"""
