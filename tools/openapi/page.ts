/** The script that shows `openapi.json`. Swagger UI does not know `x-codeSamples`, so a plugin adds them. */
export const start = `"use strict";
const languages = "x-codeSamples";

function CodeSamples({ React, samples }) {
  const [chosen, choose] = React.useState(0);
  const h = React.createElement;
  const tab = (sample, index) =>
    h("button", { key: index, className: "btn", onClick: () => choose(index), disabled: index === chosen }, sample.get("label"));
  return h("div", { className: "opblock-section code-samples" },
    h("div", { className: "opblock-section-header" }, h("h4", null, "Code"), samples.map(tab).toArray()),
    h("pre", { className: "microlight" }, samples.getIn([chosen, "source"])));
}

const withCodeSamples = (system) => ({
  wrapComponents: {
    parameters: (Parameters) => (props) => {
      const { React } = system;
      const samples = props.operation.get(languages);
      return React.createElement(React.Fragment, null,
        React.createElement(Parameters, props),
        samples && React.createElement(CodeSamples, { React, samples }));
    },
  },
});

// Swagger UI knows dark by a class only.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#reference",
  plugins: [withCodeSamples],
  docExpansion: "list",
  deepLinking: true,
  filter: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  validatorUrl: null,
});
`;

/** The page; its files lie in the same folder. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Frontline API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="reference.css">
<link rel="stylesheet" href="style.css">
</head>
<body>
<div id="reference"><noscript>The interactive reference needs JavaScript; the document is <a href="openapi.json">openapi.json</a>.</noscript></div>
<script src="reference.js"></script>
<script src="start.js"></script>
</body>
</html>
`;
