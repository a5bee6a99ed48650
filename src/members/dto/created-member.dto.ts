import { ApiPropertyOptional } from '@nestjs/swagger';
import { InvitedDto } from '../../auth/dto/invited.dto.js';
import { MemberDto } from './member.dto.js';

export class CreatedMemberDto extends MemberDto {
  @ApiPropertyOptional({ type: InvitedDto, description: 'Where they were invited.' })
  invitation?: InvitedDto;
}
