"""The second engine: a language model behind any OpenAI-compatible endpoint, asked where the grammar is not certain.

Its answer is data that must pass the same checks as the grammar's; whatever fails, the grammar's reading stands.
"""
