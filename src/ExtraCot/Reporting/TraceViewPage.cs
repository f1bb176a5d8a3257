using System.Security.Cryptography;
using System.Text;

namespace ExtraCot.Reporting;

/// <summary>The page of <see cref="TraceView"/>: its script writes every text as text, never as markup, and the policy lets no other script run.</summary>
internal static class TraceViewPage
{
    private const string Style = """
        body{max-width:90rem}h1{margin-bottom:0}
        .pick,.bar-top{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;overflow-wrap:normal}
        .bar-top{position:sticky;top:0;z-index:1;background:var(--page);padding:.6rem 0;border-bottom:1px solid var(--rule)}
        .pick label,.bar-top label{display:flex;gap:.5rem;align-items:center;min-width:0;white-space:nowrap}.bar-top input[type=range]{flex:1;min-width:7rem;accent-color:var(--fixed)}.bar-top output{min-width:2.5rem;font-variant-numeric:tabular-nums}
        .grow{flex:1 1 14rem}select,button{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--rule);border-radius:6px;padding:.25rem .5rem;max-width:100%}select{min-width:0;text-overflow:ellipsis}
        .sides{display:grid;grid-template-columns:repeat(var(--columns),minmax(0,1fr));gap:1rem}.side h2{font-size:1rem;margin:1rem 0 .25rem}.side p{margin:.25rem 0}
        .thought span{border-radius:2px}.thought .drop{color:var(--soft);text-decoration:line-through;text-decoration-thickness:1px}.thought .mask{opacity:.45;font-style:italic}
        .thought .formula{border-bottom:1px dotted var(--soft)}.thought span{background:color-mix(in srgb,var(--policy) calc(var(--s,0)*45%),transparent)}.short .thought .drop{display:none}
        .key i{background:color-mix(in srgb,var(--policy) calc(var(--s)*45%),transparent);border:1px solid var(--rule)}
        @media (max-width:48rem){.sides{grid-template-columns:minmax(0,1fr)}}
        """;

    private const string Script = """
        'use strict';
        const data = JSON.parse(document.getElementById('data').textContent);
        const $ = id => document.getElementById(id);
        // Control characters and direction overrides would let a text rearrange the page around it.
        const safe = text => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
        const make = (tag, text, name) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = safe(text); if (name) e.className = name; return e; };
        data.traces.forEach((t, i) => { const o = make('option', (i + 1) + '. ' + t.id + ': ' + t.question.slice(0, 80)); o.value = i; $('trace').append(o); });
        const pick = (select, chosen) => { data.names.forEach((n, i) => { const o = make('option', n); o.value = i; select.append(o); }); select.value = chosen; };
        pick($('left'), 0); pick($('right'), Math.min(1, data.names.length - 1));
        const two = data.names.length > 1;
        $('right').hidden = !two;
        document.querySelector('.sides').style.setProperty('--columns', two ? 2 : 1);

        // Which units a side keeps at a ratio, and what is known of their worth.
        function state(trace, view, ratio) {
          const n = trace.ends.length, length = trace.text.length;
          if (view.sets) {
            let at = 0;
            view.ratios.forEach((r, i) => { if (Math.abs(r - ratio) < Math.abs(view.ratios[at] - ratio)) at = i; });
            const scores = Array.from({ length: n }, (_, u) => { const first = view.sets.findIndex(set => set[u] === '1'); return first < 0 ? 0 : 1 - view.ratios[first]; });
            return { kept: ratio >= 1 ? '1'.repeat(n) : view.sets[at], scores, note: ratio >= 1 ? 'whole' : 'made at ratio ' + view.ratios[at] };
          }
          if (!view.scores) return { kept: view.kept, scores: Array.from(view.kept, k => k === '1' ? 1 : 0), note: 'labels as they are; the annotator gives no scores' };
          const order = Array.from({ length: n }, (_, u) => u).sort((a, b) => view.scores[b] - view.scores[a] || a - b);
          const kept = new Array(n).fill('0');
          let room = ratio * length;
          for (const u of order) { const size = trace.ends[u] - (u ? trace.ends[u - 1] : 0); if (size > room + 1e-9) break; room -= size; kept[u] = '1'; }
          for (let u = 0; u < n; u++) if (view.kept[u] === '?') kept[u] = '?';
          return { kept: kept.join(''), scores: view.scores, note: 'units by score' };
        }

        function draw(side, index) {
          const trace = data.traces[$('trace').value], view = trace.views[index], ratio = Number($('ratio').value);
          const s = state(trace, view, ratio);
          let kept = 0;
          const text = make('p', undefined, 'text thought');
          for (let u = 0, start = 0; u < trace.ends.length; u++) {
            const end = trace.ends[u], k = s.kept[u];
            if (k === '1') kept += end - start;
            const span = make('span', trace.text.slice(start, end), (k === '1' ? 'keep' : k === '?' ? 'mask' : 'drop') + (trace.formula[u] === '1' ? ' formula' : ''));
            span.style.setProperty('--s', k === '?' ? 0 : s.scores[u].toFixed(2));
            span.title = k === '?' ? 'not labelled' : 'score ' + s.scores[u].toFixed(2);
            text.append(span);
            start = end;
          }
          side.replaceChildren(make('h2', data.names[index]), make('p', (100 * kept / trace.text.length).toFixed(1) + ' % of the characters kept; ' + s.note, 'meta'), text);
        }

        function all() {
          $('at').value = Number($('ratio').value).toFixed(2);
          $('question').textContent = safe(data.traces[$('trace').value].question);
          draw($('one'), $('left').value);
          if (two) draw($('two'), $('right').value);
          $('two').hidden = !two;
          document.body.classList.toggle('short', $('hide').checked);
        }
        ['trace', 'left', 'right', 'ratio', 'hide'].forEach(id => $(id).addEventListener('input', all));
        $('next').addEventListener('click', () => { $('trace').value = (Number($('trace').value) + 1) % data.traces.length; all(); });
        all();
        """;

    /// <summary>The page.</summary>
    /// <param name="json">The data.</param>
    /// <param name="count">Traces in it.</param>
    public static string Render(string json, int count)
    {
        var script = Script.ReplaceLineEndings("\n");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Kept and dropped</title>
            <style>
            {ReportStyle.Palette}{ReportStyle.Page}{Style}</style>
            </head>
            <body>
            <header>
            <h1>Kept and dropped</h1>
            <p class="meta">{count} {(count == 1 ? "chain" : "chains")} of thought. The stronger the colour, the higher the score; dotted lines mark formulas.</p>
            </header>
            <div class="pick">
            <label class="grow">Thought <select id="trace"></select></label><button id="next" type="button">Next</button>
            <label>Show <select id="left" aria-label="left side"></select><select id="right" aria-label="right side"></select></label>
            </div>
            <div class="bar-top">
            <label class="grow">Ratio <input id="ratio" type="range" min="0.05" max="1" step="0.05" value="0.4"><output id="at"></output></label>
            <label><input id="hide" type="checkbox"> hide dropped</label>
            </div>
            <main>
            <h3>Question</h3><p class="text" id="question"></p>
            <p class="legend key"><span><i style="--s:0"></i>0</span><span><i style="--s:.5"></i>0.5</span><span><i style="--s:1"></i>score 1</span><span><del>dropped</del></span><span><em>not labelled</em></span></p>
            <div class="sides"><section class="side" id="one"></section><section class="side" id="two"></section></div>
            <noscript><p class="warning">This page draws with a script of its own; allow scripts to see the thoughts.</p></noscript>
            </main>
            <script type="application/json" id="data">{json}</script>
            <script>{script}</script>
            </body>
            </html>

            """;
    }
}
