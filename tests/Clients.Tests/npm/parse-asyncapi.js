import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

// Read as a text, so that nothing beside it can be found.
const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], "utf8"));
const messages = document?.messages().all().map((message) => message.name()) ?? [];
console.log(JSON.stringify({ messages, diagnostics: diagnostics.map((it) => `${it.path.join(".")}: ${it.message}`) }));
