// The four charts. Trials take turns and their phases differ a little in length, so each phase gets a slot as wide as its
// longest trial, and every line starts at the slot's left edge.
const Charts = (() => {
  const MODES = ['A', 'B', 'C'];
  const GAP = 2; // Seconds without a figure, beyond which a line would tell what nobody has measured.
  const DASHES = { A: [], B: [9, 5], C: [2, 4] };
  const KINDS = [
    { id: 'throughput', title: 'Correct answers', metric: 'throughput_rps', unit: '/s', value: s => s.good / s.width,
      about: 'Per second. Arrived, and said what it should.' },
    { id: 'latency', title: 'Slowest hundredth', metric: 'p99_latency_ms', unit: ' ms', log: true, value: s => s.answers ? Math.max(1, s.p99) : null,
      about: 'From the intended start, logarithmic. What piles up shows here.' },
    { id: 'violations', title: 'Forgotten state', metric: 'session_affinity_violations', unit: '/s', value: s => s.violation / s.width,
      about: 'Answers per second that did not know what had been acknowledged to that user.' },
    { id: 'failover', title: 'Time to the last bad answer', metric: 'failover_time_ms', unit: ' ms', value: s => s.failover,
      about: 'Since the fault of each phase. A line that keeps climbing has not recovered.' },
  ];
  const plots = new Map();

  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function slots(trials) {
    const wide = new Map();
    const titles = new Map();
    for (const trial of trials) {
      for (const phase of trial.phases) {
        if (phase.id === 'warm-up') continue;
        titles.set(phase.id, phase.title);
        wide.set(phase.id, wide.get(phase.id) || 1);
      }
      for (const s of trial.seconds) {
        if (wide.has(s.phase)) wide.set(s.phase, Math.max(wide.get(s.phase), s.at));
      }
    }
    let start = 0;
    return [...wide].map(([id, width]) => {
      const slot = { id, title: titles.get(id), start, width };
      start += width;
      return slot;
    });
  }

  // Where only another mode has a point, a line goes on (undefined); where its own figures are missing, it breaks (null).
  function values(points, xs) {
    const known = xs.filter(x => points.get(x) != null);
    let next = 0;
    return xs.map(x => {
      if (points.get(x) != null) return points.get(x);
      while (next < known.length && known[next] < x) next++;
      return next > 0 && next < known.length && known[next] - known[next - 1] <= GAP ? undefined : null;
    });
  }

  function lines(kind, trials, places) {
    const byMode = MODES.map(mode => {
      const points = new Map();
      const trial = trials.find(t => t.mode === mode);
      let last = null;
      for (const s of trial ? trial.seconds : []) {
        const slot = places.find(p => p.id === s.phase);
        if (!slot || s.width <= 0.3) continue;
        const x = +(slot.start + s.at - s.width / 2).toFixed(3);
        if (last !== null && x - last > GAP) points.set(+((x + last) / 2).toFixed(3), null);
        points.set(x, kind.value(s));
        last = x;
      }
      return points;
    });
    const xs = [...new Set(byMode.flatMap(points => [...points.keys()]))].sort((a, b) => a - b);
    return [xs, ...byMode.map(points => values(points, xs))];
  }

  function marks(u, places) {
    const { ctx, bbox } = u;
    const ratio = window.devicePixelRatio || 1;
    ctx.save();
    ctx.font = 11 * ratio + 'px ' + getComputedStyle(document.body).fontFamily;
    ctx.textBaseline = 'top';
    ctx.textAlign = 'left';
    places.forEach((slot, i) => {
      const left = Math.round(u.valToPos(slot.start, 'x', true));
      const right = u.valToPos(slot.start + slot.width, 'x', true);
      if (i % 2) {
        ctx.fillStyle = css('--grid');
        ctx.globalAlpha = .55;
        ctx.fillRect(left, bbox.top, right - left, bbox.height);
        ctx.globalAlpha = 1;
      }
      const full = (i + 1) + ' ' + slot.title;
      const text = ctx.measureText(full).width < right - left - 6 * ratio ? full : String(i + 1);
      ctx.fillStyle = css('--soft');
      ctx.fillText(text, left + 4 * ratio, bbox.top - 15 * ratio);
    });
    ctx.restore();
  }

  function make(kind, home) {
    const ink = () => css('--soft');
    const grid = { stroke: () => css('--grid'), width: 1 };
    const label = v => v == null ? '' : v >= 1000 ? (v / 1000) + 'k' : String(v);
    const state = { places: [] };
    const u = new uPlot({
      width: home.clientWidth || 500, height: home.clientHeight || 250, padding: [20, 10, 0, 0], legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [0, Math.max(5, ...state.places.map(p => p.start + p.width))] },
        y: kind.log ? { distr: 3, range: (u, low, high) => [10, Math.max(200, high * 1.3 || 200)] } : { range: (u, low, high) => [0, Math.max(5, high * 1.1 || 5)] },
      },
      axes: [
        { stroke: ink, grid: { show: false }, ticks: grid, values: (u, vs) => vs.map(v => v + ' s'), size: 34 },
        { stroke: ink, grid, ticks: { show: false }, size: 56, values: (u, vs) => vs.map(v => v == null ? '' : label(v) + kind.unit) },
      ],
      series: [{}, ...MODES.map(mode => ({
        stroke: () => css('--' + mode.toLowerCase()), width: mode === 'A' ? 2.5 : 2, dash: DASHES[mode], spanGaps: false, points: { show: false },
      }))],
      hooks: { drawClear: [u => marks(u, state.places)] },
    }, [[0], [null], [null], [null]], home);
    new ResizeObserver(() => u.setSize({ width: home.clientWidth, height: home.clientHeight })).observe(home);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => u.redraw());
    return { kind, u, state };
  }

  return {
    KINDS,
    add(kind, home) { plots.set(kind.id, make(kind, home)); },
    draw(trials) {
      const places = slots(trials);
      for (const { kind, u, state } of plots.values()) {
        state.places = places;
        u.setData(places.length ? lines(kind, trials, places) : [[0], [null], [null], [null]]);
      }
    },
  };
})();
