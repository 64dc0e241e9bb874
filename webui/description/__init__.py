"""The addresses for programs described: OpenAPI 3.1, made of routes, tables and schemas, and as a
page.

Other rooms use:

    api
"""
