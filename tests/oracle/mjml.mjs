// Reads {name: MJML} as JSON and writes {name: HTML}, compiled by npm mjml.
import mjml2html from "mjml";
import { readFileSync, writeFileSync } from "node:fs";

const [, , source, target] = process.argv;
const made = {};
for (const [name, mjml] of Object.entries(JSON.parse(readFileSync(source, "utf8")))) {
  const { html, errors } = await mjml2html(mjml, { validationLevel: "soft" });
  if (errors.length) throw new Error(`${name}: ${errors.map((e) => e.formattedMessage).join("; ")}`);
  made[name] = html;
}
writeFileSync(target, JSON.stringify(made));
