import type * as Monaco from 'monaco-editor/editor/editor.api.js'

/** Monaco's name of the language. */
export const JSONATA = 'jsonata'

/**
 * Tells Monaco how JSONata is coloured (https://docs.jsonata.org), once per page: false when it knew
 * it already.
 */
export function registerJsonata(monaco: typeof Monaco): boolean {
  if (monaco.languages.getLanguages().some((language) => language.id === JSONATA)) return false
  monaco.languages.register({ id: JSONATA })
  monaco.languages.setMonarchTokensProvider(JSONATA, TOKENS)
  monaco.languages.setLanguageConfiguration(JSONATA, CONFIGURATION)
  monaco.editor.defineTheme('tributary-light', themeOf('vs', LIGHT))
  monaco.editor.defineTheme('tributary-dark', themeOf('vs-dark', DARK))
  return true
}

const TOKENS: Monaco.languages.IMonarchLanguage = {
  keywords: ['and', 'or', 'in', 'function', 'true', 'false', 'null'],
  tokenizer: {
    root: [
      [/\/\*/, 'comment', '@comment'],
      [/"/, 'string', '@double'],
      [/'/, 'string', '@single'],
      [/`[^`]*`/, 'identifier'],
      // A slash begins a regular expression only where a value may begin.
      [/([(,~>]\s*)(\/(?!\*)(?:[^/\\\n]|\\.)+\/[im]*)/, ['delimiter', 'regexp']],
      [/\$\$?[A-Za-z_]\w*(?=\s*\()/, 'function'],
      [/\$\$?\w*/, 'variable'],
      [/λ/, 'keyword'],
      [/[A-Za-z_]\w*/, { cases: { '@keywords': 'keyword', '@default': 'identifier' } }],
      [/\d+(\.\d+)?([eE][+-]?\d+)?/, 'number'],
      [/[{}()[\]]/, '@brackets'],
      [/:=|~>|\*\*|\.\.|!=|<=|>=|\?:|\?\?|[-+*/%&=<>?:.,;|^@#]/, 'operator'],
    ],
    comment: [
      [/\*\//, 'comment', '@pop'],
      [/./, 'comment'],
    ],
    double: [
      [/[^"\\]+|\\./, 'string'],
      [/"/, 'string', '@pop'],
    ],
    single: [
      [/[^'\\]+|\\./, 'string'],
      [/'/, 'string', '@pop'],
    ],
  },
}

const PAIRS = [
  { open: '{', close: '}' },
  { open: '[', close: ']' },
  { open: '(', close: ')' },
  { open: '"', close: '"' },
  { open: "'", close: "'" },
]

const CONFIGURATION: Monaco.languages.LanguageConfiguration = {
  comments: { blockComment: ['/*', '*/'] },
  brackets: [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ],
  autoClosingPairs: PAIRS,
  surroundingPairs: PAIRS,
}

/** The colours of tokens.css, which Monaco cannot read. */
const LIGHT = {
  ...{ background: '#ffffff', widget: '#ffffff', border: '#c9ced8' },
  ...{ selected: '#eef0ff', ink: '#171b24', match: '#4338ca', warning: '#dd9420' },
  comment: '6b7280',
  string: '0f766e',
  number: 'b45309',
  keyword: '4338ca',
  function: '6d28d9',
  variable: '9d174d',
  regexp: 'b45309',
}
const DARK: typeof LIGHT = {
  ...{ background: '#151920', widget: '#1b202a', border: '#3a4250' },
  ...{ selected: '#1e2140', ink: '#e7eaf0', match: '#a9b0ff', warning: '#dd9420' },
  comment: '8b95a5',
  string: '5eead4',
  number: 'fbbf24',
  keyword: 'a5b4fc',
  function: 'c4b5fd',
  variable: 'f9a8d4',
  regexp: 'fbbf24',
}

function themeOf(
  base: 'vs' | 'vs-dark',
  colours: typeof LIGHT,
): Monaco.editor.IStandaloneThemeData {
  const { background, widget, border, selected, ink, match, warning, ...tokens } = colours
  return {
    base,
    inherit: true,
    rules: Object.entries(tokens).map(([token, foreground]) => ({ token, foreground })),
    colors: {
      'editor.background': background,
      'editor.foreground': ink,
      'editorWidget.background': widget,
      'editorWidget.border': border,
      'editorHoverWidget.background': widget,
      'editorHoverWidget.border': border,
      'editorSuggestWidget.background': widget,
      'editorSuggestWidget.border': border,
      'editorSuggestWidget.selectedBackground': selected,
      'editorSuggestWidget.selectedForeground': ink,
      'editorSuggestWidget.selectedIconForeground': ink,
      'editorSuggestWidget.highlightForeground': match,
      'editorSuggestWidget.focusHighlightForeground': match,
      'editorWarning.foreground': warning,
    },
  }
}
