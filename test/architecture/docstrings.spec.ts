import ts from 'typescript';
import { expect, it } from 'vitest';
import { PRODUCT_FILES, read } from './house-files.js';

const ROLES = /\.(service|repository|guard|interceptor|filter|strategy|module)\.ts$/;

it('classes that are exported, and their public methods, say what they promise', () => {
  const files = PRODUCT_FILES.filter((file) => file.startsWith('src/') && ROLES.test(file));
  expect(files.flatMap(undocumentedIn)).toEqual([]);
});

function undocumentedIn(file: string): string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  return source.statements
    .filter((statement) => ts.isClassDeclaration(statement))
    .filter((one) => has(one, ts.SyntaxKind.ExportKeyword))
    .flatMap((one) => [one, ...methodsOf(one)])
    .filter((node) => ts.getJSDocCommentsAndTags(node).length === 0)
    .map((node) => {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      return `${file}:${line + 1} ${node.name?.getText() ?? 'class'}`;
    });
}

/** Where a class extends or implements something, that says what the methods promise. */
function methodsOf(one: ts.ClassDeclaration): ts.ClassElement[] {
  return one.heritageClauses ? [] : one.members.filter(isPublicMethod);
}

function isPublicMethod(member: ts.ClassElement): boolean {
  return (
    ts.isMethodDeclaration(member) &&
    !has(member, ts.SyntaxKind.PrivateKeyword) &&
    !has(member, ts.SyntaxKind.ProtectedKeyword) &&
    !has(member, ts.SyntaxKind.StaticKeyword)
  );
}

function has(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}
