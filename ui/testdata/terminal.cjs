// A terminal: xterm.js in headless Chromium, driven through lines of JSON. Each line read is a request
// with a number; its answer carries the same number. Between answers come lines with what the terminal
// sends to the program: keys, pastes, and answers to the program's questions.
// Usage: node terminal.cjs NODE_MODULES CHROMIUM
'use strict';
const { createRequire } = require('node:module');
const { createInterface } = require('node:readline');
const [modules, executablePath] = process.argv.slice(2);
const load = createRequire(modules + '/');
const { chromium } = load('playwright-core');

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

const tell = message => process.stdout.write(JSON.stringify(message) + '\n');

// In the page: what the requests need.
function prepare() {
  let term;

  // open makes a terminal; a silent one leaves every question unanswered, and counts them.
  window.open = given => {
    const { columns, rows, silent } = given;
    term?.dispose();
    window.themes = given.themes;
    window.asked = 0;
    term = window.term = new Terminal({ cols: columns, rows, fontSize: 16, scrollback: 5000, allowProposedApi: true,
      drawBoldTextInBrightColors: false });
    if (silent) {
      const swallow = () => { window.asked++; return true; };
      for (const id of [{ final: 'c' }, { prefix: '>', final: 'c' }, { prefix: '=', final: 'c' }, { final: 'n' },
        { prefix: '?', final: 'n' }, { prefix: '>', final: 'q' }, { prefix: '?', final: 'u' }]) term.parser.registerCsiHandler(id, swallow);
      for (const id of [4, 10, 11, 12]) term.parser.registerOscHandler(id, swallow);
    }
    term.onData(data => send(data));
    term.open(document.body);
    term.focus();
  };
  window.write = base64 => term.write(Uint8Array.from(atob(base64), c => c.charCodeAt(0)));

  const lines = () => {
    const buffer = term.buffer.active;
    return Array.from({ length: term.rows }, (_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? '');
  };
  // await ends once one of the texts is on the screen, and says which, or after some time with ''.
  window.await = ({ texts, patience }) => new Promise(done => {
    const there = () => texts.find(text => lines().join('\n').includes(text)) ?? '';
    if (there()) return done(there());
    const end = found => { listening.dispose(); clearTimeout(timer); done(found); };
    const listening = term.onWriteParsed(() => there() && end(there()));
    const timer = setTimeout(() => end(there()), patience);
  });

  // colour writes a cell's colour as "#rrggbb".
  const cube = [0, 95, 135, 175, 215, 255];
  const hex = parts => '#' + parts.map(part => Math.round(part).toString(16).padStart(2, '0')).join('');
  const palette = (index, theme) => {
    if (index < 16) return theme[['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white', 'brightBlack', 'brightRed',
      'brightGreen', 'brightYellow', 'brightBlue', 'brightMagenta', 'brightCyan', 'brightWhite'][index]];
    if (index < 232) return hex([36, 6, 1].map(step => cube[Math.floor((index - 16) / step) % 6]));
    return hex(Array(3).fill(8 + 10 * (index - 232)));
  };
  const parts = colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
  const shown = (cell, ground, theme) => {
    const [isDefault, isPalette, value] = ground ? [cell.isBgDefault(), cell.isBgPalette(), cell.getBgColor()]
      : [cell.isFgDefault(), cell.isFgPalette(), cell.getFgColor()];
    if (isDefault) return theme[ground ? 'background' : 'foreground'];
    return isPalette ? palette(value, theme) : '#' + value.toString(16).padStart(6, '0');
  };
  const look = (cell, theme) => {
    let [ink, ground] = [shown(cell, false, theme), shown(cell, true, theme)];
    if (cell.isInverse()) [ink, ground] = [ground, ink];
    if (cell.isDim()) { // drawn with half of the ground shining through
      const under = parts(ground);
      ink = hex(parts(ink).map((part, i) => (part + under[i]) / 2));
    }
    const coloured = !cell.isFgDefault() || !cell.isBgDefault();
    return { ink, ground, coloured, inverse: cell.isInverse() > 0 };
  };
  // runs are the pieces of a line that look the same.
  const runs = (line, theme) => {
    const list = [];
    for (let x = 0; line && x < line.length; x++) {
      const cell = line.getCell(x);
      const now = { ...look(cell, theme), text: cell.getChars() || ' ' };
      const last = list.at(-1);
      if (last && last.ink === now.ink && last.ground === now.ground && last.coloured === now.coloured && last.inverse === now.inverse) last.text += now.text;
      else list.push(now);
    }
    return list;
  };
  window.screen_ = () => {
    const buffer = term.buffer.active;
    const all = Array.from({ length: buffer.length }, (_, y) => buffer.getLine(y).translateToString(true));
    return {
      lines: lines(), looks: Object.fromEntries(Object.entries(themes).map(([name, theme]) =>
        [name, Array.from({ length: term.rows }, (_, y) => runs(buffer.getLine(buffer.baseY + y), theme))])),
      wrapped: Array.from({ length: term.rows }, (_, y) => buffer.getLine(buffer.baseY + y)?.isWrapped ?? false),
      alternate: buffer.type === 'alternate', bracketed: term.modes.bracketedPasteMode, scrollback: all.join('\n'), asked: window.asked,
    };
  };
}

(async () => {
  const browser = await chromium.launch({ executablePath, args: flags });
  const page = await browser.newPage({ viewport: { width: 1000, height: 640 } });
  page.on('pageerror', error => tell({ broken: String(error) }));
  await page.exposeFunction('send', data => tell({ input: data }));
  await page.setContent('<!doctype html><body style="margin: 8px; width: max-content">');
  await page.addStyleTag({ path: load.resolve('@xterm/xterm/css/xterm.css') });
  await page.addScriptTag({ path: load.resolve('@xterm/xterm') });
  await page.evaluate(prepare);

  const requests = {
    open: settings => page.evaluate(settings => open(settings), settings),
    write: data => page.evaluate(data => write(data), data),
    resize: ([columns, rows]) => page.evaluate(([columns, rows]) => term.resize(columns, rows), [columns, rows]),
    await: what => page.evaluate(what => window.await(what), what),
    press: async keys => { for (const key of keys) await page.keyboard.press(key); },
    type: text => page.keyboard.type(text),
    paste: text => page.evaluate(text => term.paste(text), text),
    flood: text => page.evaluate(text => term.input(text), text),
    screen: () => page.evaluate(() => screen_()),
    picture: async ([name, path]) => {
      await page.evaluate(name => { term.options.theme = themes[name]; }, name);
      await page.locator('.xterm-screen').screenshot({ path });
    },
  };
  tell({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, ask, about } = JSON.parse(line);
    requests[ask](about).then(answer => tell({ id, answer }), error => tell({ id, error: String(error) }));
  }
  await browser.close();
})().catch(error => { console.error(error); process.exit(1); });
