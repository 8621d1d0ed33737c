/**
 * Shiki's theme for this site: it colours by the custom properties of tokens.css, so one rendering serves light and dark.
 * `styleToClass` then turns `style="color:var(--code-string)"` into `class="code-string"`: smaller HTML, and nothing inline.
 */
const rule = (name, ...scope) => ({ scope, settings: { foreground: `var(--code-${name})` } });

export const codeTheme = {
  name: 'pipeline',
  type: 'light',
  fg: 'var(--code-ink)',
  bg: 'var(--surface-sunk)',
  settings: [
    { settings: { foreground: 'var(--code-ink)', background: 'var(--surface-sunk)' } },
    rule('comment', 'comment', 'punctuation.definition.comment'),
    rule('string', 'string', 'punctuation.definition.string', 'storage.type.string'),
    rule('number', 'constant.numeric', 'constant.language', 'constant.character.escape'),
    rule('keyword', 'keyword', 'storage', 'keyword.operator.logical', 'keyword.control'),
    rule('operator', 'keyword.operator', 'punctuation'),
    rule('function', 'entity.name.function', 'entity.name.type', 'entity.name.class'),
    rule('builtin', 'support.function', 'support.type', 'support.class', 'variable.language'),
  ],
};

export const styleToClass = {
  name: 'style-to-class',
  span(node) {
    const name = /--code-([a-z]+)/.exec(node.properties.style ?? '')?.[1];
    delete node.properties.style;
    if (name && name !== 'ink') node.properties.class = `code-${name}`;
  },
  line(node) {
    node.properties.class = 'line';
  },
  pre(node) {
    delete node.properties.style;
    node.properties.class = 'code';
    node.properties.tabindex = '0';
  },
};
