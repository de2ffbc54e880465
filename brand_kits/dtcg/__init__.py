"""Design tokens (DTCG, format module 2025.10): a kit's values in and out. Pure.

`source` reads JSON and knows where everything stands; `document` knows groups, tokens and aliases;
`values` turns token values into a kit's and back; `take` and `give` are import and export.
"""
