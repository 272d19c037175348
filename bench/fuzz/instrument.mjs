// Counts which lines and branches of the parsers run. A Vite plugin adds `fuzzHits[n]++` to the TypeScript of src.
import path from 'node:path';
import ts from 'typescript';

const { factory: make, SyntaxKind: Kind } = ts;

const isDeclaration = (node) =>
  ts.isFunctionDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isClassDeclaration(node);

const LOGICAL = [Kind.AmpersandAmpersandToken, Kind.BarBarToken, Kind.QuestionQuestionToken];

/** Adds counters to one file. `add` gets the line of each counter, from 1, and returns the counter's number. */
function transformer(add) {
  return (context) => (file) => {
    const number = (node) => add(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1);
    const count = (node) =>
      make.createPostfixIncrement(
        make.createElementAccessExpression(
          make.createPropertyAccessExpression(make.createIdentifier('globalThis'), 'fuzzHits'),
          number(node),
        ),
      );
    const counted = (expression, node) =>
      make.createParenthesizedExpression(make.createComma(count(node), expression));
    const statements = (list) =>
      list.flatMap((node) => {
        const visited = ts.visitNode(node, visit);
        return isDeclaration(node)
          ? visited
          : [make.createExpressionStatement(count(node)), visited];
      });
    const asBlock = (node) =>
      node && !ts.isBlock(node) ? make.createBlock(statements([node])) : ts.visitNode(node, visit);
    const visitExpression = (node) => counted(ts.visitNode(node, visit), node);

    const visit = (node) => {
      if (ts.isBlock(node)) return make.updateBlock(node, statements(node.statements));
      if (ts.isCaseClause(node))
        return make.updateCaseClause(
          node,
          ts.visitNode(node.expression, visit),
          statements(node.statements),
        );
      if (ts.isDefaultClause(node))
        return make.updateDefaultClause(node, statements(node.statements));
      if (ts.isIfStatement(node)) {
        const { expression, thenStatement, elseStatement } = node;
        return make.updateIfStatement(
          node,
          ts.visitNode(expression, visit),
          asBlock(thenStatement),
          asBlock(elseStatement),
        );
      }
      if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isWhileStatement(node)) {
        if (!ts.isBlock(node.statement)) {
          const block = asBlock(node.statement);
          const skip = (child) => (child === node.statement ? block : ts.visitNode(child, visit));
          return ts.visitEachChild(node, skip, context);
        }
      }
      if (ts.isConditionalExpression(node))
        return make.updateConditionalExpression(
          node,
          ts.visitNode(node.condition, visit),
          node.questionToken,
          visitExpression(node.whenTrue),
          node.colonToken,
          visitExpression(node.whenFalse),
        );
      if (ts.isBinaryExpression(node) && LOGICAL.includes(node.operatorToken.kind))
        return make.updateBinaryExpression(
          node,
          ts.visitNode(node.left, visit),
          node.operatorToken,
          visitExpression(node.right),
        );
      if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
        const body = visitExpression(node.body);
        const skip = (child) => (child === node.body ? body : ts.visitNode(child, visit));
        return ts.visitEachChild(node, skip, context);
      }
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitEachChild(file, visit, context);
  };
}

/**
 * The plugin, and the counters of each file: `files[name]` has the first number and the line of each counter.
 * @param root the project's folder
 */
export function instrument(root) {
  const files = {};
  let next = 0;
  const plugin = {
    name: 'instrument',
    enforce: 'pre',
    transform(code, id) {
      const name = path.relative(path.join(root, 'src'), id.replace(/\?.*$/, ''));
      if (!name.endsWith('.ts') || name.startsWith('..') || name.startsWith('test/')) return null;
      const lines = [];
      const start = next;
      const { outputText } = ts.transpileModule(code, {
        fileName: id,
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
        },
        transformers: { before: [transformer((line) => start + lines.push(line) - 1)] },
      });
      next += lines.length;
      files[name] = { start, lines };
      return { code: outputText, map: null };
    },
  };
  return { plugin, files };
}
