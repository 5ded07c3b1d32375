// Checks custom resources against their definitions, without a cluster: reads documents as a JSON array, prints what is wrong with them.
// Two halves: TypeScript refuses fields that are not in a definition (literals may have no others); the definition's own validator refuses
// values that are outside its bounds, patterns and choices.

import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import ts from 'typescript';

const PACKAGES = {
  'argoproj.io': 'argo-cd',
  'external-secrets.io': 'external-secrets',
  'keda.sh': 'keda',
  'monitoring.coreos.com': 'prometheus-operator',
};
const FILE = 'resources.ts';

const documents = JSON.parse(await readFile(process.argv[2], 'utf8'));
const problems = [...undefinedFields(documents), ...(await badValues(documents))];
problems.forEach((problem) => console.log(problem));
process.exitCode = problems.length > 0 ? 1 : 0;

function undefinedFields(all) {
  const lines = all.map(
    (document, i) =>
      `import type { I${document.kind} as K${i} } from '${module(document)}'; export const v${i}: K${i} = ${JSON.stringify(document)};`,
  );
  writeFileSync(FILE, lines.join('\n'));
  const program = ts.createProgram([FILE], {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    types: [],
  });
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start).line;
    return `${line === undefined ? '' : `${name(all[line])}: `}${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
  });
}

async function badValues(all) {
  const found = [];
  for (const document of all) {
    const kind = (await import(module(document)))[document.kind];
    try {
      new kind(document).validate();
    } catch (e) {
      found.push(`${name(document)}: ${e.message}`);
    }
  }
  return found;
}

function module({ apiVersion, kind }) {
  const [group, version] = apiVersion.split('/');
  if (!(group in PACKAGES)) {
    throw new Error(`Nothing is known of ${apiVersion} ${kind}: name its package here and in package.json`);
  }
  return `@kubernetes-models/${PACKAGES[group]}/${group}/${version}/${kind}`;
}

function name({ kind, metadata }) {
  return `${kind} ${metadata.name}`;
}
