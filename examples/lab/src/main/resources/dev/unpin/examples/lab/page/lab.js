// Shows a run: live by server-sent events, or from the snapshot that a report carries.
(() => {
  const MODES = [
    { id: 'A', title: 'Stateless', means: 'State in a shared store, requests in turn' },
    { id: 'B', title: 'Sticky', means: 'State in the instance, users sent back' },
    { id: 'C', title: 'No affinity', means: 'State in the instance, requests in turn' },
  ];
  const CAPACITY = 100;
  const trials = new Map();
  const $ = id => document.getElementById(id);

  function el(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    node.append(...children.filter(child => child !== '' && child != null));
    return node;
  }

  // Only what differs is touched: a screen reader is not interrupted, the focus stays, and nothing flickers.
  function put(home, ...children) {
    const nodes = [...el('div', {}, ...children).childNodes];
    nodes.forEach((node, i) => {
      const old = home.childNodes[i];
      if (!old) home.append(node);
      else if (old.nodeName !== node.nodeName) old.replaceWith(node);
      else if (node.nodeType === Node.TEXT_NODE) { if (old.data !== node.data) old.data = node.data; }
      else { dress(old, node); put(old, ...node.childNodes); }
    });
    while (home.childNodes.length > nodes.length) home.lastChild.remove();
  }

  function dress(old, node) {
    for (const { name } of [...old.attributes]) if (name !== 'style' && !node.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of node.attributes) if (name !== 'style' && old.getAttribute(name) !== value) old.setAttribute(name, value);
    if (old.style.cssText !== node.style.cssText) old.style.cssText = node.style.cssText;
  }

  function cell(cell) {
    return el('td', {}, el('b', { class: cell.tone }, cell.text), ...beneath(cell));
  }

  function beneath(cell) {
    return [cell.range, cell.note].filter(text => text).map(text => el('small', {}, text));
  }

  function table(table, numbered) {
    const head = el('tr', {}, el('th', { scope: 'col' }, el('span', { class: 'unseen' }, numbered ? 'Phase' : 'What')),
      ...MODES.map(mode => el('th', { scope: 'col', class: mode.id.toLowerCase() }, mode.id + ' ' + mode.title.toLowerCase())));
    const order = numbered || [];
    const rows = table.rows.map(row => el('tr', {},
      el('th', { scope: 'row' }, order.includes(row.label) ? el('span', { class: 'number' }, String(order.indexOf(row.label) + 1)) : '', row.label,
        numbered ? '' : el('small', {}, row.note)),
      ...row.cells.map(cell)));
    return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': table.caption },
      el('table', { id: 'table-' + table.id }, el('caption', {}, table.caption), el('thead', {}, head), el('tbody', {}, ...rows)));
  }

  const newest = mode => [...trials.values()].filter(trial => trial.mode === mode && trial.phases.length).pop()
    || [...trials.values()].filter(trial => trial.mode === mode).pop();
  const current = () => [...trials.values()].pop();

  function cards(verdict) {
    put($('cards'), ...MODES.map((mode, i) => {
      const trial = newest(mode.id);
      const state = !trial ? 'waiting' : trial.state === 'running' ? phaseTitle(trial) : trial.state;
      return el('article', { class: 'card ' + mode.id.toLowerCase(), 'aria-label': mode.id + ' ' + mode.title },
        el('header', {}, el('span', { class: 'letter', 'aria-hidden': 'true' }, mode.id), el('h3', {}, mode.title),
          el('span', { class: 'badge ' + (trial && trial.state === 'running' ? 'running' : '') }, state), el('p', {}, mode.means)),
        el('dl', {}, ...(verdict ? verdict.rows : []).map(row => el('div', {}, el('dt', {}, row.label),
          el('dd', {}, el('span', { class: row.cells[i].tone }, row.cells[i].text), ...beneath(row.cells[i]))))));
    }));
  }

  const phaseTitle = trial => (trial.phases.find(phase => phase.id === trial.phase) || { title: 'starting' }).title;

  function status(run) {
    const trial = current();
    const mode = trial && MODES.find(m => m.id === trial.mode);
    const text = run.status === 'done' ? 'The run is complete' : run.status === 'failed' ? 'The run broke off'
      : !trial ? 'Waiting for the first trial' : `${mode.id} ${mode.title.toLowerCase()}: ${phaseTitle(trial)}`;
    if ($('status').textContent !== text) $('status').textContent = text;
    const known = [...trials.values()].reduce((most, t) => t.phases.length > most.length ? t.phases : most, []);
    const at = trial ? trial.phases.length : 0;
    put($('steps'), ...known.map((phase, i) => el('li', run.status !== 'done' && i === at - 1 ? { class: 'here', 'aria-current': 'step' } : i < at ? { class: 'past' } : {}, phase.title)));
  }

  function fleet(run) {
    const trial = current();
    if (!trial || !trial.fleet) return;
    $('live').hidden = run.status === 'done';
    const mode = MODES.find(m => m.id === trial.mode);
    const shared = trial.mode === 'A';
    $('fleet-mode').textContent = '· ' + mode.id + ' ' + mode.title.toLowerCase();
    $('fleet').className = 'fleet ' + mode.id.toLowerCase();
    const instances = trial.fleet.map(i => {
      const bar = el('i', {});
      bar.style.width = Math.min(100, 100 * i.rate / CAPACITY) + '%';
      const says = { up: i.rate + '/s', starting: 'starting', draining: 'draining', ended: 'has ended', killed: 'killed', dead: 'no answer' }[i.state] || i.state;
      return el('li', { class: 'instance ' + i.state },
        el('div', { class: 'line' }, el('b', {}, '#' + i.name), el('span', { class: 'release ' + i.release }, i.release)),
        el('div', { class: 'line' }, el('span', { class: 'what' }, says), shared ? '' : el('span', { class: 'held' }, 'holds state')),
        el('span', { class: 'bar', 'aria-hidden': 'true' }, bar));
    });
    put($('fleet'),
      el('div', { class: 'node users' }, el('b', {}, 'Users'), el('small', {}, (run.facts.Users || '').split(',')[0])),
      el('div', { class: 'node' }, el('b', {}, 'Balancer'), el('small', {}, trial.mode === 'B' ? 'sticky cookie' : 'takes turns')),
      el('ul', { class: 'instances', 'aria-label': 'Instances' }, ...instances),
      shared ? el('div', { class: 'node store' }, el('b', {}, 'Store'), el('small', {}, 'all state'))
        : el('div', { class: 'node none' }, el('b', {}, 'No store'), el('small', {}, 'nothing shared')));
  }

  function notes() {
    put($('notes'), ...[...trials.values()].flatMap(trial => (trial.notes || []).map(note => el('li', {}, trial.id + ': ' + note))));
  }

  let prepared = false;
  function prepare() {
    prepared = true;
    for (const kind of Charts.KINDS) {
      const plot = el('div', { class: 'plot', role: 'img', 'aria-label': kind.title + ' over time, for A, B and C; the table beside it has the numbers' });
      $('charts').append(el('figure', { class: 'chart' },
        el('figcaption', {}, el('h3', {}, kind.title, el('code', {}, kind.metric)), el('p', {}, kind.about)),
        plot, el('div', { id: 'beside-' + kind.id })));
      Charts.add(kind, plot);
    }
  }

  function show(message) {
    if (!prepared) prepare();
    for (const trial of message.trials) trials.set(trial.id, trial);
    const tables = new Map(message.tables.map(t => [t.id, t]));
    const longest = [...trials.values()].reduce((most, t) => t.phases.length > most.length ? t.phases : most, []);
    const order = longest.filter(phase => phase.id !== 'warm-up').map(phase => phase.title);
    status(message.run);
    cards(tables.get('verdict'));
    fleet(message.run);
    for (const kind of Charts.KINDS) put($('beside-' + kind.id), table(tables.get(kind.id), order));
    put($('mistakes'), table(tables.get('mistakes')));
    put($('cost'), table(tables.get('cost')));
    put($('facts'), ...Object.entries(message.run.facts).flatMap(([name, fact]) => [el('dt', {}, name), el('dd', {}, fact)]));
    notes();
    Charts.draw(MODES.map(mode => newest(mode.id)).filter(trial => trial));
    document.body.dataset.status = message.run.status || '';
  }

  const snapshot = $('snapshot');
  if (snapshot) {
    show(JSON.parse(snapshot.textContent));
  } else {
    new EventSource('/events').onmessage = event => show(JSON.parse(event.data));
  }
})();
