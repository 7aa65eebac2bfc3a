// Parses PowerShell files and prints each syntax error as "file:line: text".
// Usage: node powershell.cjs NODE_MODULES FILE...
'use strict';
const { createRequire } = require('node:module');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const [modules, ...files] = process.argv.slice(2);
const { Parser, Language } = createRequire(modules + '/')('web-tree-sitter');

function errors(node, found) {
  const separator = node.isMissing && node.type.trim() === ''; // the grammar wants blanks in a,b
  if (node.isError || node.isMissing && !separator) found.push(node);
  for (const child of node.children) if (child) errors(child, found);
  return found;
}

(async () => {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(join(modules, 'tree-sitter-powershell', 'tree-sitter-powershell.wasm')));
  for (const file of files) {
    // PowerShell takes "a, b" as a list of bare words, the grammar does not.
    const source = readFileSync(file, 'utf8').replace(/^\ufeff/, '').replace(/(\w), (?=\w)/g, '$1,');
    const root = parser.parse(source).rootNode;
    for (const node of errors(root, [])) {
      console.log(`${file}:${node.startPosition.row + 1}: ${node.isMissing ? 'missing ' + node.type : node.text.slice(0, 80)}`);
    }
  }
})().catch(error => { console.error(error); process.exit(1); });
