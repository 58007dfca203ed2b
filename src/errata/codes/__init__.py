"""Error codes: families as data, the scanner, the index.

- `families` parses the data, `family_codes` and `number_forms` find codes of one family.
- `scanner` finds all codes of a text, with `statuses` and `surroundings`.
- `names` finds which code a title is about, `spelling` unifies case, `index` joins all articles.
- Questions of people: `lookup` for codes in the index, `recognise` for those of no article.
- Besides: `catalogue` of the vendor, `published` ids, `suggest` for new families.
"""
