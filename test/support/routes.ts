import { RequestMethod, VERSION_NEUTRAL } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, VERSION_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ACCESS, type AccessRule } from '../../src/http/access.js';

/** A route of the running product, with what its handler declares about itself. */
export interface Route {
  readonly method: string;
  /** The URL as a pattern, such as `/api/v1/members/:memberId`. */
  readonly path: string;
  readonly access: AccessRule | 'public' | undefined;
  readonly audited: object | undefined;
  readonly asksPassword: true | undefined;
  /** Why a mutating route writes no activity row, where it is declared so. */
  readonly notAudited: string | undefined;
}

/** Every route of every controller that the application knows. */
export function routesOf(app: NestFastifyApplication): Route[] {
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map((one) => one.metatype as new () => object),
  );
  return controllers.flatMap((controller) =>
    scanner.getAllMethodNames(controller.prototype as object).flatMap((name) => {
      const handler = (controller.prototype as Record<string, object>)[name] ?? {};
      const method = about<number>(METHOD_METADATA, handler);
      if (method === undefined) return [];
      const access = about<Route['access']>(ACCESS, handler);
      const audited = about<object>('audited', handler);
      const asksPassword = about<true>('asksPassword', handler);
      const notAudited = about<string>('notAudited', handler);
      return pathsOf(controller, handler).map((path) => {
        const declared = { access, audited, asksPassword, notAudited };
        return { method: RequestMethod[method] ?? '?', path, ...declared };
      });
    }),
  );
}

/** Every method and URL that the server itself answers at, whoever registered it. */
export function servedBy(app: NestFastifyApplication): string[] {
  const tree = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const match = /^((?:[│ ] {3})*)[├└]── (.*) \(([A-Z, ]+)\)$/.exec(line);
    if (!match) return [];
    const [, indent = '', part = '', methods = ''] = match;
    const depth = indent.length / 4;
    const path = (parents[depth - 1] ?? '') + part;
    parents[depth] = path;
    return methods.split(', ').map((method) => `${method} ${path}`);
  });
}

function pathsOf(controller: object, handler: object): string[] {
  const neutral = about(VERSION_METADATA, controller) === VERSION_NEUTRAL;
  const prefixes = neutral ? [''] : ['api', 'v1'];
  const bases = [about<string | string[]>(PATH_METADATA, controller) ?? ''].flat();
  const ends = [about<string | string[]>(PATH_METADATA, handler) ?? ''].flat();
  return bases.flatMap((base) =>
    ends.map((end) => {
      const parts = [...prefixes, ...base.split('/'), ...end.split('/')];
      return `/${parts.filter((part) => part !== '').join('/')}`;
    }),
  );
}

function about<T>(key: string, target: object): T | undefined {
  return Reflect.getMetadata(key, target) as T | undefined;
}
