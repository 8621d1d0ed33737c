mistakes = {
    "decoder": b"word = 'caf\xe9'",
    "lexer": "word = 'caf",
    "parser": "word = = 1",
    "symbol table": "def f(word): global word",
    "compiler": "break",
    "machine": "wrod + 1",
}

for stage, source in mistakes.items():
    try:
        exec(compile(source, "mistake.py", "exec"))
    except Exception as error:
        print(f"{stage:<13}{type(error).__name__}: {error}")
