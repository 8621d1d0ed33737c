/** `_tokenize` (CPython: Python/Python-tokenize.c): the interpreter's own lexer, for the module `tokenize`. */
import { registerModule } from './registry.ts';
import { syntaxException } from './syntax-exception.ts';
import { PyObject, type MaybeValue, type Value } from '../objects/core/value.ts';
import { PyBytes } from '../objects/core/bytes.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { PyBaseException, typeError } from '../objects/core/errors.ts';
import { strOf, strText } from '../objects/core/str.ts';
import { callValue } from '../objects/protocol/call.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { makeNew } from '../objects/types/make.ts';
import { decodeBytes } from '../objects/types/codecs.ts';
import { textOf } from '../objects/core/str.ts';
import { PythonSyntaxError } from '../source/syntax-error.ts';
import { TokenizerIter as Tokens } from '../tokens/tokenize.ts';

class PyTokenizer extends PyObject {
  private readonly readline: Value;
  private readonly encoding: string | null;
  private readonly extraTokens: boolean;
  private tokens: Tokens | null = null;

  constructor(readline: Value, encoding: string | null, extraTokens: boolean) {
    super(TokenizerIter);
    this.readline = readline;
    this.encoding = encoding;
    this.extraTokens = extraTokens;
  }

  next(): MaybeValue {
    try {
      this.tokens ??= new Tokens(this.readAll(), this.extraTokens);
      const token = this.tokens.next();
      if (token === null) return undefined;
      const start = new PyTuple([token.startLine, token.startCol]);
      const end = new PyTuple([token.endLine, token.endCol]);
      return new PyTuple([token.type, strOf(token.string), start, end, strOf(token.line)]);
    } catch (error) {
      if (error instanceof PythonSyntaxError) throw syntaxException(error);
      throw error;
    }
  }

  /** All lines: what ends them is an empty line or StopIteration. */
  private readAll(): string {
    const lines: string[] = [];
    for (;;) {
      let line: Value;
      try {
        line = callValue(this.readline, []);
      } catch (error) {
        if (error instanceof PyBaseException && error.cls.isSubtype(T.StopIteration)) break;
        throw error;
      }
      const text = this.encoding !== null && line instanceof PyBytes ? textOf(decodeBytes(line.data, this.encoding)) : strText(line);
      if (text === undefined) throw typeError('readline() returned a non-string object');
      if (text === '') break;
      lines.push(text);
    }
    return lines.join('');
  }
}

const TokenizerIter = defineType('TokenizerIter', {
  final: true,
  module: '_tokenize',
  slots: {
    tp_new: makeNew(
      'tokenizeriter($type, readline, /, *, encoding=None, extra_tokens)',
      (_cls, readline: Value, encoding: MaybeValue, extraTokens: MaybeValue) =>
        new PyTokenizer(readline, strText(encoding ?? null) ?? null, extraTokens !== undefined && isTruthy(extraTokens)),
    ),
    tp_init: () => {},
    tp_iter: self => self,
    tp_iternext: self => (self as PyTokenizer).next(),
  },
});

registerModule('_tokenize', { attributes: { TokenizerIter } });
