(() => {
  'use strict';
  const page = document.body;
  const said = document.getElementById('said');

  // Browsers that keep navigator.clipboard from pages opened from disk still know this way.
  const copyTheOldWay = text => {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'offscreen';
    page.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  };

  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyTheOldWay(text);
    }
  };

  for (const button of document.querySelectorAll('button[data-copy]')) {
    const name = button.textContent;
    button.addEventListener('click', async () => {
      const done = await copy(button.dataset.copy);
      button.focus();
      button.textContent = done ? page.dataset.copied : name;
      said.textContent = done ? page.dataset.copied : page.dataset.failed;
      setTimeout(() => { button.textContent = name; said.textContent = ''; }, 2000);
    });
  }

  // What is ticked stays in this browser, under a name that only this sheet has.
  const key = 'sendpath ' + page.dataset.sheet;
  const load = () => {
    try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; }
  };
  const save = ticked => {
    try { localStorage.setItem(key, JSON.stringify(ticked)); } catch { /* private window: nothing to keep it in */ }
  };

  const boxes = [...document.querySelectorAll('input[data-step]')];
  const progress = document.querySelector('.progress');
  const count = () => {
    const done = boxes.filter(box => box.checked).length;
    if (progress) progress.textContent = page.dataset.progress.replace('{done}', done).replace('{all}', boxes.length);
  };
  const ticked = load();
  for (const box of boxes) {
    box.checked = ticked[box.dataset.step] === true;
    box.addEventListener('change', () => {
      ticked[box.dataset.step] = box.checked;
      save(ticked);
      count();
    });
  }
  count();
})();
