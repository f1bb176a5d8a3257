namespace ExtraCot.Reporting;

/// <summary>The page's and the plot's look, in light and dark, on screen and paper.</summary>
internal static class ReportStyle
{
    /// <summary>Runs beside the main one that have a colour of their own; further ones share.</summary>
    public const int SeriesColours = 3;

    /// <summary>Colours. In the plot each hue keeps at least 3:1 against its background, letters 4.5:1.</summary>
    public const string Palette = """
        :root{color-scheme:light dark;--page:#fff;--panel:#f6f7f9;--ink:#1c2128;--soft:#57606a;--rule:#d8dee4;--fixed:#1f6feb;--policy:#0f7b3e;--naive:#b3261e;--good:#0f7b3e;--bad:#b3261e;--s1:#a34a00;--s2:#7a3bb0;--s3:#00707a}
        @media (prefers-color-scheme:dark){:root{--page:#14181d;--panel:#1d2329;--ink:#e6e9ed;--soft:#a3adb8;--rule:#363d46;--fixed:#6cabff;--policy:#4cc27c;--naive:#ff8a80;--good:#4cc27c;--bad:#ff8a80;--s1:#f0a35e;--s2:#c79bf2;--s3:#4ec5cf}}
        @media print{:root{color-scheme:light;--page:#fff;--panel:#f6f7f9;--ink:#000;--soft:#444;--rule:#bbb;--fixed:#1f6feb;--policy:#0f7b3e;--naive:#b3261e;--good:#0f7b3e;--bad:#b3261e;--s1:#a34a00;--s2:#7a3bb0;--s3:#00707a}}

        """;

    /// <summary>The accuracy-tokens plot.</summary>
    public const string Plot = """
        svg{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
        .card{fill:var(--page)}.grid{stroke:var(--rule)}.axis{stroke:var(--soft)}.tick,.axis-name{fill:var(--soft)}
        .end{text-anchor:end}.middle{text-anchor:middle}
        .interval{stroke:currentColor;stroke-width:1.5;fill:none;opacity:.65}.mark{fill:currentColor;stroke:var(--page);stroke-width:1.5}
        polyline.fixed{fill:none;stroke:var(--fixed);stroke-width:1.5;opacity:.55}
        .base{color:var(--ink)}g.fixed,.label.fixed{color:var(--fixed)}.policy,.sampled{color:var(--policy)}.naive{color:var(--naive)}
        .sampled .mark{fill:var(--page);stroke:currentColor;stroke-width:2}.naive .mark{fill:none;stroke:currentColor;stroke-width:2.5}
        .label{fill:currentColor;paint-order:stroke;stroke:var(--page);stroke-width:3px;stroke-linejoin:round}.label.policy{font-weight:700}
        .control{color:var(--soft)}polyline.s1{stroke:var(--s1)}polyline.s2{stroke:var(--s2)}polyline.s3{stroke:var(--s3)}g.s1,.label.s1{color:var(--s1)}g.s2,.label.s2{color:var(--s2)}g.s3,.label.s3{color:var(--s3)}

        """;

    /// <summary>The page around it.</summary>
    public const string Page = """
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:62rem;padding:1.5rem 1.25rem 4rem;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
        h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.2rem;margin:2.75rem 0 .75rem}h3{font-size:.8rem;font-weight:600;color:var(--soft);margin:1rem 0 .25rem}
        .lead{font-size:1.15rem;max-width:48rem}.note,figcaption,.meta{color:var(--soft);font-size:.9rem}.note{max-width:48rem}
        .warning{border-left:4px solid var(--bad);background:var(--panel);padding:.75rem 1rem;margin:1rem 0}
        figure{margin:0 0 1.25rem}figure svg{display:block;width:100%;height:auto}.narrow{display:none!important}
        .scroll{overflow-x:auto}.scroll+.scroll{margin-top:1.5rem}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;overflow-wrap:normal}
        th,td{text-align:left;padding:.4rem 1.1rem .4rem 0;border-bottom:1px solid var(--rule);vertical-align:top}th{font-weight:600;font-size:.85rem;color:var(--soft)}
        td.number,th.number{text-align:right;white-space:nowrap}td:last-child,th:last-child{padding-right:0}
        .met{color:var(--good);font-weight:600;white-space:nowrap}.missed{color:var(--bad);font-weight:600;white-space:nowrap}
        .stack{display:flex;height:2rem;gap:1px;print-color-adjust:exact;-webkit-print-color-adjust:exact}.stack span{display:block;overflow:hidden;text-align:center;line-height:2rem;font-size:.8rem;min-width:1px}
        .third{display:grid;grid-template-columns:4.5rem 1fr 13rem;gap:.25rem .75rem;align-items:center;margin:.5rem 0}
        .r0{background:#cfe3ff;color:#10243f}.r1{background:#92bffb;color:#10243f}.r2{background:#5c9bf0;color:#06121f}.r3{background:#2d6fd1;color:#fff}.r4{background:#1f4f9e;color:#fff}.none{background:var(--rule);color:var(--ink)}
        .legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.85rem;color:var(--soft);margin:.5rem 0}.legend i{display:inline-block;width:.9rem;height:.9rem;margin-right:.35rem;vertical-align:-.1rem;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        details{border:1px solid var(--rule);border-radius:6px;margin:.6rem 0;padding:0 1rem}summary{cursor:pointer;padding:.65rem 0}details[open]{padding-bottom:1rem}
        .text{white-space:pre-wrap;unicode-bidi:isolate;margin:0}.thought{background:var(--panel);border-radius:6px;padding:.75rem 1rem;font-size:.92rem}
        del{color:var(--soft);text-decoration:line-through;text-decoration-thickness:1px}
        pre{white-space:pre-wrap;background:var(--panel);border-radius:6px;padding:.75rem 1rem;font:.85rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;margin:.5rem 0}
        .bar{background:var(--fixed);height:.7rem;min-width:1px;print-color-adjust:exact;-webkit-print-color-adjust:exact}td.bars{width:45%;vertical-align:middle}
        .strip{position:relative;height:1rem;min-width:9rem;print-color-adjust:exact;-webkit-print-color-adjust:exact}.strip i{position:absolute;display:block;background:var(--fixed)}.strip .thin{top:.45rem;height:.1rem}.strip .thick{top:.2rem;height:.6rem;opacity:.55;min-width:1px}.strip .median{top:0;height:1rem;width:.15rem;background:var(--ink)}.lengths td.bars{width:40%;min-width:9rem}
        .filter{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.5rem 0;font-size:.9rem}main:has(#only-wrong:checked) details.right,main:has(#only-right:checked) details.wrong{display:none}
        @media (max-width:36rem){body{padding:1rem .9rem 3rem}.wide{display:none!important}.narrow{display:block!important}.third{grid-template-columns:1fr auto}.third .stack{grid-column:1/3;grid-row:2}.lead{font-size:1.05rem}table{font-size:.88rem}table:not(.goals) td:first-child{white-space:nowrap;max-width:9rem;overflow:hidden;text-overflow:ellipsis}
        .goals thead{display:none}.goals tr{display:grid;grid-template-columns:1fr auto;padding:.45rem 0;border-bottom:1px solid var(--rule)}.goals td,.goals td.number{border:0;padding:0;text-align:left;white-space:normal}.goals td:nth-child(4){grid-area:1/2}.goals td:nth-child(3){grid-area:2/1/3/3;font-weight:600}.goals td:nth-child(2){grid-area:3/1/4/3;color:var(--soft)}.goals td:nth-child(2)::before{content:"goal: "}}
        @media print{.filter{display:none}body{max-width:none;padding:0;font-size:10pt}.scroll{overflow:visible}table{font-size:8pt}th{font-size:7.5pt}th,td{padding:.3rem .6rem .3rem 0}.wide{display:block!important}.narrow{display:none!important}details,figure,tr,.third{break-inside:avoid}h2,h3{break-after:avoid}details::details-content{content-visibility:visible;display:block;height:auto}}

        """;
}
