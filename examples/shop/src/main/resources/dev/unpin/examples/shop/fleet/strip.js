// Shows the instances on every page and keeps them up to date. Without it, /fleet shows them.
(() => {
  const home = document.getElementById('fleet');
  if (!home) return;
  let shown = '';

  async function refresh() {
    const answer = await fetch('/fleet/strip');
    const html = answer.ok ? await answer.text() : '';
    if (html && html !== shown) draw(html);
  }

  function draw(html) {
    shown = html;
    const focused = document.activeElement && document.activeElement.id;
    const strip = document.getElementById('strip');
    const link = home.querySelector('.noscript');
    if (link) link.remove();
    if (strip) strip.outerHTML = html; else home.insertAdjacentHTML('beforeend', html);
    if (focused && home.querySelector('#' + focused)) document.getElementById(focused).focus();
  }

  home.addEventListener('submit', async (event) => {
    event.preventDefault();
    const form = event.target;
    const fields = new URLSearchParams(new FormData(form));
    form.querySelector('button').disabled = true;
    await fetch(form.action, { method: 'post', body: fields, redirect: 'manual' });
    await refresh().catch(() => {});
  });

  const watch = () => refresh().catch(() => {}).finally(() => setTimeout(watch, 500));
  watch();
})();
