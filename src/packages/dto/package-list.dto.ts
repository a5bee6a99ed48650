import { PackageDto } from './package.dto.js';

export class PackageListDto {
  data: PackageDto[];
}
