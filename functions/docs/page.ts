/** Where the document and the interactive reference are. The page loads nothing, so it also reads well as plain text. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Frontline API</title>
<link rel="icon" href="data:,">
</head>
<body>
<h1>Frontline API</h1>
<p><a href="v1/openapi.json">openapi.json</a> describes every function in one OpenAPI 3.1 document.</p>
<p>For the interactive reference, run <code>npm run docs -- &lt;address of the functions&gt;</code>
in the repository and host the folder it writes, <code>reference/</code>, on any web server.</p>
</body>
</html>
`;
