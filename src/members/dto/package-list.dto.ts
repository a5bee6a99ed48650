import { PackageShape } from '../package.shape.js';

export class PackageListDto {
  data: PackageShape[];
}
