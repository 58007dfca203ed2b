"""Front matter: split, read as YAML, located, validated, normalised.

- The way of a front matter: `read` calls `split`, `entries`, `mapping` and `schema` in this order.
- Names: `keys` lists them; pydantic, which `schema` needs, is imported where an article is read.
- Reading it: `misplaced` refuses what is not where it should be, `nodes` composes YAML, `recovery`
  reads what is faulty, `hidden` removes characters.
- Values: `normalise` for any of them, `publication` for those that say who may read the article.
- What is wrong: `yaml_errors` and `lines` explain faults and propose fixes.
"""
