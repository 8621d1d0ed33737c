import ast, dis, io, tokenize

source = 'print("Hello", 6 * 7)\n'

# the lexer
for token in tokenize.generate_tokens(io.StringIO(source).readline):
    print(tokenize.tok_name[token.exact_type], token.string.strip())

# the parser
tree = ast.parse(source)
print(ast.dump(tree, indent=1))

# symbol table and compiler
code = compile(tree, "hello.py", "exec")
dis.dis(code)

# the virtual machine
exec(code)
