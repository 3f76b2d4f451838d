/** The HTML of every notice: one column, the reader's own colours, nothing that loads. */
export const htmlLayout = `<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{ subject }}</title>
<style>:root { color-scheme: light dark; supported-color-schemes: light dark; }</style>
</head>
<body style="margin:0;padding:0;">
<div lang="{{ language }}" style="max-width:600px;margin:0 auto;padding:24px 16px;font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;">
<h1 style="font-size:22px;line-height:1.3;font-weight:600;margin:0 0 16px;">{{ subject }}</h1>
{%- if late %}
<p style="margin:0 0 16px;padding:8px 0 8px 12px;border-left:4px solid #b45309;">{{ late }}</p>
{%- endif %}
{%- for block in blocks %}
{%- case block.kind %}
{%- when "heading" %}
<h2 style="font-size:17px;line-height:1.3;font-weight:600;margin:24px 0 8px;">{{ block.text }}</h2>
{%- when "paragraph" %}
<p style="margin:0 0 16px;">{{ block.text }}</p>
{%- when "list" %}
<ul style="margin:0 0 16px;padding-left:24px;">
{%- for item in block.items %}
<li style="margin:0 0 8px;">{{ item }}</li>
{%- endfor %}
</ul>
{%- when "facts" %}
<table style="width:100%;margin:0 0 16px;border-collapse:collapse;font-size:16px;line-height:1.5;">
{%- for row in block.rows %}
<tr>
<th scope="row" style="width:35%;padding:8px 16px 8px 0;border-top:1px solid #80808080;text-align:left;vertical-align:top;font-weight:normal;">{{ row.label }}</th>
<td style="padding:8px 0;border-top:1px solid #80808080;text-align:left;vertical-align:top;font-weight:600;word-break:break-word;">{% if row.link %}<a href="{{ row.value }}">{{ row.value }}</a>{% else %}{{ row.value }}{% endif %}</td>
</tr>
{%- endfor %}
</table>
{%- endcase %}
{%- endfor %}
<div style="margin:32px 0 0;padding:12px 0 0;border-top:1px solid #80808080;font-size:13px;line-height:1.5;">
{%- for line in footer %}
<p style="margin:0 0 4px;">{{ line }}</p>
{%- endfor %}
</div>
</div>
</body>
</html>
`;

/** The same as text. */
export const textLayout = `{{ subject }}
{% if late %}
! {{ late }}
{% endif %}
{%- for block in blocks %}
{% case block.kind -%}
{% when "heading" -%}
{{ block.text }}
{% when "paragraph" -%}
{{ block.text }}
{% when "list" -%}
{% for item in block.items -%}
- {{ item }}
{% endfor -%}
{% when "facts" -%}
{% for row in block.rows -%}
{{ row.label }}{% if language contains "fr" %} {% endif %}: {{ row.value }}
{% endfor -%}
{% endcase -%}
{% endfor %}
--
{% for line in footer -%}
{{ line }}
{% endfor -%}
`;
