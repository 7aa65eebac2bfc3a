// Opens a hand-over sheet from disk in headless Chromium and prints as JSON what a person would see.
// Usage: node browser.cjs NODE_MODULES CHROMIUM SHEET.html
'use strict';
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const [modules, executablePath, sheet] = process.argv.slice(2);
const load = createRequire(modules + '/');
const { chromium } = load('playwright-core');
const axe = load('axe-core');

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

// In the page: what is in the clipboard once something was copied, for three seconds at most.
async function clipboard() {
  for (let tries = 0; ; tries++) {
    const text = await navigator.clipboard.readText();
    if (text !== 'nothing was copied' || tries === 60) return text;
    await new Promise(done => setTimeout(done, 50));
  }
}

async function copies(page) {
  const found = [];
  for (const button of await page.locator('button[data-copy]').all()) {
    await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'));
    await button.click();
    found.push({ name: await button.getAttribute('aria-label'), text: await page.evaluate(clipboard) });
  }
  return found;
}

async function ticks(page) {
  const boxes = page.locator('input[data-step]');
  const all = await boxes.count();
  if (all === 0) return [];
  await boxes.nth(0).focus();
  await page.keyboard.press('Space');
  await boxes.nth(all - 1).check();
  await page.reload();
  return boxes.evaluateAll(list => list.map(box => box.checked));
}

(async () => {
  const browser = await chromium.launch({ executablePath, args: flags });
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  const report = { requests: [], complaints: [] };
  page.on('request', request => report.requests.push(request.url()));
  page.on('console', message => report.complaints.push(message.text()));
  page.on('pageerror', error => report.complaints.push(String(error)));
  page.on('dialog', dialog => { report.complaints.push('dialog: ' + dialog.message()); dialog.dismiss(); });

  await page.goto(pathToFileURL(sheet).href);
  report.copies = await copies(page);
  report.ticks = await ticks(page);
  report.progress = await page.locator('.progress').allTextContents();
  report.hacked = await page.evaluate(() => typeof window.hacked !== 'undefined');

  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => axe.run());
  report.violations = violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '));

  const old = await context.newPage();
  await old.goto(pathToFileURL(sheet).href);
  await old.evaluate(() => {
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = text => text === 'nothing was copied' ? write(text) : Promise.reject(new Error('not allowed'));
  });
  report.copiesTheOldWay = await copies(old);

  console.log(JSON.stringify(report));
  await browser.close();
})().catch(error => { console.error(error); process.exit(1); });
